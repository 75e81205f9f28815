%% nested tuples matched in an order that forbids reordering
-module(pattern_exhaustive_tuples).
-export([main/0]).
-import(prog, [id/1]).

main() ->
    Ts = [{X, Y, Z} || X <- [a, 1, {p}], Y <- [b, 2, {q, 1}], Z <- [c, []]],
    [io:format("~w -> ~w~n", [T, f(id(T))]) || T <- Ts].

f({a, b, _}) -> 1;
f({_, b, c}) -> 2;
f({a, _, c}) -> 3;
f({X, Y, []}) when is_integer(X), is_integer(Y) -> {4, X + Y};
f({{P}, {Q, N}, _}) -> {5, P, Q, N};
f({_, {_, 1}, []}) -> 6;
f({X, X, _}) -> 7;
f({_, _, Z}) when Z =/= [] -> 8;
f(_) -> 9.
