%% shapes with functions chosen by their first element, visitors and folds
-module(tuples_as_objects).
-export([main/0]).
-import(prog, [show/2]).

main() ->
    Shapes = [{circle, 2.0}, {rect, 3, 4}, {tri, 3.0, 4.0, 5.0}, {group, [{rect, 1, 1}, {circle, 1.0}]}, {moved, 1, 2, {rect, 2, 2}}],
    [io:format("~w ~.4f ~.4f~n", [element(1, S), float(area(S)), float(perimeter(S))]) || S <- Shapes],
    io:format("~w~n", [fold(fun(S, A) -> [element(1, S) | A] end, [], {group, Shapes})]),
    io:format("~w~n", [map(fun({rect, A, B}) -> {rect, B, A}; (S) -> S end, {group, Shapes})]),
    io:format("~w~n", [count(fun(S) -> element(1, S) =:= rect end, {group, Shapes})]),
    io:format("~w~n", [depth({group, [{group, [{group, []}]}, {rect, 1, 1}]})]),
    show("unknown", fun() -> area({blob}) end).

area({circle, R}) -> math:pi() * R * R;
area({rect, A, B}) -> A * B;
area({tri, A, B, C}) -> S = (A + B + C) / 2, math:sqrt(S * (S - A) * (S - B) * (S - C));
area({group, L}) -> lists:sum([area(S) || S <- L]);
area({moved, _, _, S}) -> area(S).

perimeter({circle, R}) -> 2 * math:pi() * R;
perimeter({rect, A, B}) -> 2 * (A + B);
perimeter({tri, A, B, C}) -> A + B + C;
perimeter({group, L}) -> lists:sum([perimeter(S) || S <- L]);
perimeter({moved, _, _, S}) -> perimeter(S).

fold(F, A, {group, L} = S) -> lists:foldl(fun(X, B) -> fold(F, B, X) end, F(S, A), L);
fold(F, A, {moved, _, _, X} = S) -> fold(F, F(S, A), X);
fold(F, A, S) -> F(S, A).

map(F, {group, L}) -> F({group, [map(F, S) || S <- L]});
map(F, {moved, X, Y, S}) -> F({moved, X, Y, map(F, S)});
map(F, S) -> F(S).

count(P, S) -> fold(fun(X, N) -> case P(X) of true -> N + 1; false -> N end end, 0, S).
depth({group, []}) -> 1;
depth({group, L}) -> 1 + lists:max([depth(S) || S <- L]);
depth(_) -> 0.
