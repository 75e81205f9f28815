%% binaries and bitstrings as ~p, ~w and ~s print them
-module(bin_printing).
-export([main/0]).
-import(prog, [show/2]).

main() ->
    Bs = [<<>>, <<"abc">>, <<1, 2, 3>>, <<"a", 0>>, <<"tab\t">>, <<200, 201>>, <<"é"/utf8>>, <<1:1>>, <<"ab", 3:4>>, <<255:8, 1:7>>, <<"quote \" and \\">>],
    [io:format("~p ~w ~tp ~0p~n", [B, B, B, B]) || B <- Bs],
    [io:format("~s|", [B]) || B <- [<<>>, <<"abc">>, <<"tab\t">>]],
    io:nl(),
    show("bits as string", fun() -> io_lib:format("~s", [<<1:3>>]) end),
    io:format("~P~n", [binary:copy(<<"x">>, 100), 10]),
    io:format("~W~n", [list_to_binary(lists:seq(1, 50)), 5]),
    io:format("~p~n", [[<<"a">>, {<<"b">>, <<0>>}, #{<<"k">> => <<1:2>>}]]).
