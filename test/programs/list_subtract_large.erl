%% ++ and -- on long lists
-module(list_subtract_large).
-export([main/0]).
-import(prog, [id/1, show/2]).

main() ->
    A = lists:seq(1, 20000),
    B = lists:seq(2, 20000, 2),
    io:format("~p~n", [length(A -- B)]),
    io:format("~p~n", [(A -- B) =:= lists:seq(1, 20000, 2)]),
    io:format("~p~n", [A -- A]),
    io:format("~p~n", [lists:sum((B ++ A) -- B)]),
    io:format("~w~n", [[1, 2, 1, 2, 1] -- [1, 1]]),
    io:format("~w~n", [[1, 1.0, 1] -- [1.0]]),
    io:format("~w~n", [[a, b] ++ [c | d]]),
    io:format("~w~n", ["abc" -- "cx"]),
    io:format("~w~n", [[1, 2, 3] -- [3] -- [2]]),
    show("improper left", fun() -> id([1 | 2]) -- [1] end),
    show("atom", fun() -> id(a) -- [] end),
    show("atom right", fun() -> [] -- id(a) end),
    show("atom ++", fun() -> id(a) ++ [] end).
