%% iolists of every shape
-module(iolist_ops).
-export([main/0]).
-import(prog, [show/2]).

main() ->
    Ls = [[], <<>>, "abc", [[], [[]]], [1, 2 | <<3>>], [<<"a">>, [$b, [<<"c">> | <<"d">>]], "e"], [lists:duplicate(1000, <<"xy">>)]],
    [io:format("~p ~p ~p~n", [iolist_size(L), erlang:crc32(iolist_to_binary(L)), iolist_to_binary(erlang:iolist_to_iovec(L)) =:= iolist_to_binary(L)]) || L <- Ls],
    [show(io_lib:format("~0p", [L]), fun() -> iolist_to_binary(L) end) || L <- [[256], [-1], [a], [1.0], [[1 | 2]], [<<1:1>>], a, {}, [#{}], ["a" | b]]],
    [show(io_lib:format("~0p", [L]), fun() -> list_to_bitstring(L) end) || L <- [[<<1:1>>], [<<1:3>>, <<2:5>>], [1, <<1:1>>, 2], [<<1:7>> | <<1:1>>]]],
    io:format("~p~n", [byte_size(iolist_to_binary(nest(100000)))]),
    io:format("~p~n", [iolist_size(nest(100000))]).

nest(0) -> [];
nest(N) -> nest(N, <<"x">>).
nest(0, T) -> T;
nest(N, T) -> nest(N - 1, [$a, T]).
