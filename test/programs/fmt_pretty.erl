%% ~p breaks lines of long terms as OTP does
-module(fmt_pretty).
-export([main/0]).

main() ->
    L = lists:seq(1, 60),
    io:format("~p~n", [L]),
    io:format("~p~n", [list_to_tuple(L)]),
    io:format("~p~n", [{config, [{host, "localhost.example.org"}, {port, 8080}, {paths, ["/usr/local/lib", "/opt/erlang", "/home/user/projects"]}, {options, [{keepalive, true}, {nodelay, false}, {buffer, 65536}]}]}]),
    io:format("~40p~n", [{config, [{host, "localhost.example.org"}, {port, 8080}, {nested, {deep, {er, {tuple, [1, 2, 3]}}}}]}]),
    io:format("~p~n", [#{1 => "one", 2 => lists:seq(1, 40), 3 => #{nested => #{deeper => lists:duplicate(10, abcdefgh)}}}]),
    io:format("~p~n", [lists:duplicate(8, {record_like, "some string", 12345, [a, b, c]})]),
    io:format("~p~n", [binary:copy(<<"abcdefghij">>, 12)]),
    io:format("~p~n", [list_to_binary(lists:seq(0, 80))]),
    io:format("~p~n", [lists:flatten(lists:duplicate(20, "long text "))]),
    io:format("~p~n", [[{abc, def, [ghi | jkl]}, "mixed\nlines", <<"bin\0ary">>, 'quoted atom', 3.14, fun lists:append/1]]),
    io:format("prefix ~p suffix~n", [lists:seq(1, 40)]),
    io:format("~p~n", [{{{{{{{{a, lists:seq(1, 20)}, b}, c}, d}, e}, f}, g}, h}]),
    io:format("~0p~n", [lists:seq(1, 60)]),
    io:format("~20p~n", [[alpha, beta, gamma, delta]]),
    io:format("~1p~n", [{a, [b, c]}]).
