%% map, filter, folds, takewhile, partition, zip and the rest
-module(list_higher_order).
-export([main/0]).
-import(prog, [id/1, show/2]).

main() ->
    L = lists:seq(1, 10),
    Even = fun(X) -> X rem 2 =:= 0 end,
    io:format("~w~n", [[lists:map(fun(X) -> X * X end, L), lists:filter(Even, L), lists:foldl(fun(X, A) -> [X | A] end, [], L), lists:foldr(fun(X, A) -> [X | A] end, [], L)]]),
    io:format("~w~n", [[lists:partition(Even, L), lists:takewhile(fun(X) -> X < 4 end, L), lists:dropwhile(fun(X) -> X < 4 end, L), lists:splitwith(fun(X) -> X =/= 6 end, L)]]),
    io:format("~w~n", [[lists:all(Even, L), lists:any(Even, L), lists:flatmap(fun(X) -> lists:duplicate(X rem 3, X) end, L), lists:filtermap(fun(X) when X > 7 -> {true, X * 10}; (X) -> X =:= 2 end, L)]]),
    io:format("~w~n", [[lists:mapfoldl(fun(X, A) -> {X + A, A + 1} end, 0, L), lists:mapfoldr(fun(X, A) -> {X + A, A + 1} end, 0, L)]]),
    io:format("~w~n", [[lists:zip([1, 2], [a, b]), lists:zip3([1], [a], [x]), lists:unzip([{1, a}, {2, b}]), lists:unzip3([{1, a, x}]), lists:zipwith(fun(A, B) -> A + B end, L, lists:reverse(L))]]),
    io:format("~w~n", [[lists:search(fun(X) -> X > 5 end, L), lists:search(fun(X) -> X > 50 end, L), lists:enumerate([a, b]), lists:uniq([a, b, a, c, b])]]),
    lists:foreach(fun(X) -> io:format("~w;", [X]) end, L),
    io:nl(),
    show("zip", fun() -> lists:zip([1], [1, 2]) end),
    show("foldl", fun() -> lists:foldl(fun(X, A) -> X + A end, a, L) end),
    show("map over improper", fun() -> lists:map(fun(X) -> X end, id([1 | 2])) end).
