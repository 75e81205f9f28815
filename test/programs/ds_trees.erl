%% gb_trees: insertion, deletion, balance and iteration
-module(ds_trees).
-export([main/0]).
-import(prog, [show/2]).

main() ->
    T = lists:foldl(fun(I, A) -> gb_trees:insert(I * 7 rem 101, I, A) end, gb_trees:empty(), lists:seq(1, 100)),
    io:format("~w~n", [[gb_trees:size(T), gb_trees:smallest(T), gb_trees:largest(T), gb_trees:lookup(50, T), gb_trees:lookup(500, T), gb_trees:get(3, T)]]),
    io:format("~w~n", [gb_trees:keys(T) =:= lists:seq(1, 100)]),
    T2 = lists:foldl(fun gb_trees:delete/2, T, lists:seq(1, 100, 3)),
    io:format("~w~n", [[gb_trees:size(T2), length(gb_trees:values(T2)), gb_trees:is_defined(4, T2), gb_trees:is_defined(5, T2)]]),
    {K, V, T3} = gb_trees:take_smallest(T2),
    io:format("~w~n", [{K, V, gb_trees:size(T3)}]),
    io:format("~w~n", [gb_trees:to_list(gb_trees:map(fun(A, B) -> {A, B} end, gb_trees:from_orddict([{1, a}, {2, b}])))]),
    io:format("~w~n", [iter(gb_trees:next(gb_trees:iterator_from(95, T)))]),
    io:format("~w~n", [gb_trees:balance(gb_trees:from_orddict([{X, X} || X <- lists:seq(1, 7)]))]),
    show("insert twice", fun() -> gb_trees:insert(1, x, T) end),
    show("delete none", fun() -> gb_trees:delete(999, T) end).

iter(none) -> [];
iter({K, V, I}) -> [{K, V} | iter(gb_trees:next(I))].
