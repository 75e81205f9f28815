%% length, hd, tl, ++, --, reverse, member and friends
-module(list_basic).
-export([main/0]).
-import(prog, [id/1, show/2]).

main() ->
    L = id([3, 1, 4, 1, 5, 9, 2, 6]),
    io:format("~w~n", [[length(L), hd(L), tl(L), lists:reverse(L), lists:reverse(L, [x]), lists:member(4, L), lists:member(4.0, L)]]),
    io:format("~w~n", [[L ++ [7], L ++ [], [] ++ L, L ++ x, L -- [1], L -- [1, 1, 1, 9], [] -- L, [a, b, a, c] -- [a, c]]]),
    io:format("~w~n", [[lists:nth(1, L), lists:nth(8, L), lists:nthtail(3, L), lists:last(L), lists:sum(L), lists:max(L), lists:min(L), lists:droplast(L)]]),
    io:format("~w~n", [[lists:append([[1], [2, 3], []]), lists:concat([a, 1, "s", 2.5]), lists:duplicate(3, x), lists:seq(1, 10, 3), lists:seq(5, 1, -2), lists:seq(3, 2)]]),
    io:format("~w~n", [[lists:sublist(L, 3), lists:sublist(L, 3, 2), lists:sublist(L, 7, 9), lists:split(3, L), lists:delete(1, L), lists:subtract(L, [9, 9])]]),
    show("length improper", fun() -> length(id([1 | 2])) end),
    show("hd nil", fun() -> hd(id([])) end),
    show("tl nil", fun() -> tl(id([])) end),
    show("++ improper", fun() -> id([1 | 2]) ++ [3] end),
    show("-- improper", fun() -> id([1]) -- id([1 | 2]) end),
    show("nth", fun() -> lists:nth(9, L) end),
    show("seq", fun() -> lists:seq(1, 5, 0) end),
    show("member", fun() -> lists:member(z, id([a | b])) end).
