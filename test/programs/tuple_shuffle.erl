%% tuples taken apart and put together in loops
-module(tuple_shuffle).
-export([main/0]).

main() ->
    io:format("~w~n", [rotate({1, 2, 3, 4, 5}, 1002)]),
    io:format("~w~n", [swap({a, b}, 7)]),
    io:format("~w~n", [tree_sum(tree(12))]),
    io:format("~w~n", [state({0, [], none}, [push, push, pop, {set, 5}, push, bad, push])]),
    io:format("~w~n", [vec_add({1, 2, 3}, {10, 20, 30})]),
    io:format("~w~n", [element(2, lists:foldl(fun(X, {N, S}) -> {N + 1, S + X * N} end, {0, 0}, lists:seq(1, 1000)))]),
    io:format("~w~n", [wide({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})]).

rotate(T, 0) -> T;
rotate({A, B, C, D, E}, N) -> rotate({B, C, D, E, A}, N - 1).

swap(P, 0) -> P;
swap({A, B}, N) -> swap({B, A}, N - 1).

tree(0) -> leaf;
tree(N) -> {node, tree(N - 1), N, tree(N - 1)}.

tree_sum(leaf) -> 0;
tree_sum({node, L, N, R}) -> tree_sum(L) + N + tree_sum(R).

state(S, []) -> S;
state({N, L, X}, [push | T]) -> state({N + 1, [N | L], X}, T);
state({N, [_ | L], X}, [pop | T]) -> state({N, L, X}, T);
state({N, L, _}, [{set, Y} | T]) -> state({N, L, Y}, T);
state(S, [Bad | _]) -> {bad, Bad, S}.

vec_add({A, B, C}, {D, E, F}) -> {A + D, B + E, C + F}.

wide({A, B, C, D, E, F, G, H, I, J, K, L}) -> {L, K, J, I, H, G, F, E, D, C, B, A}.
