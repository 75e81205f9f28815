%% binaries made from lists and binaries
-module(bin_comprehension).
-export([main/0]).
-import(prog, [id/1, show/2]).

main() ->
    io:format("~w~n", [<< <<X:16>> || X <- [1, 2, 3] >>]),
    io:format("~w~n", [<< <<X, X>> || <<X>> <= <<"abc">>, X =/= $b >>]),
    io:format("~w~n", [[X || <<X:3>> <= <<1, 2, 3>>]]),
    io:format("~w~n", [<< <<X:3>> || X <- lists:seq(0, 7) >>]),
    io:format("~w~n", [<< <<X:1>> || <<X:2>> <= <<16#e4>> >>]),
    io:format("~w~n", [<< (id(<<X, Y>>)) || X <- [1, 2], <<Y>> <= <<3, 4>> >>]),
    io:format("~w~n", [[{A, B} || <<A:4, B:8>> <= <<1:4, 2:8, 3:4, 4:8, 5:4>>]]),
    io:format("~w~n", [<< <<C/utf8>> || C <- [65, 228, 8364] >>]),
    io:format("~w~n", [[X || <<1, X>> <= <<1, 10, 2, 20, 1, 30>>]]),
    io:format("~w~n", [[L || <<N, L:N/binary>> <= <<1, "a", 3, "bcd", 9, "x">>]]),
    io:format("~s~n", [<< <<(hex(X div 16)), (hex(X rem 16))>> || <<X>> <= erlang:md5("abc") >>]),
    show("not a binary", fun() -> [X || <<X>> <= id([1])] end),
    show("not bits", fun() -> << (id(X)) || X <- [<<1>>, 2] >> end),
    show("atom as integer", fun() -> << <<(id(X))>> || X <- [1, a] >> end),
    io:format("~w~n", [byte_size(<< <<X:32>> || X <- lists:seq(1, 10000) >>)]).

hex(D) when D < 10 -> $0 + D;
hex(D) -> $a + D - 10.
