%% a function whose clauses mix integers, atoms, tuples, floats and binaries
-module(select_mixed).
-export([main/0]).
-import(prog, [id/1]).

main() ->
    io:format("~w~n", [[f(id(X)) || X <- [1, 2, 255, 1 bsl 64, a, b, true, {a}, {a, 1}, {b, 1}, {b, 2}, {c, x, y}, 1.5, <<"ab">>, <<"ac">>, [], [a], [b, c], #{k => 1}, {}]]]),
    io:format("~w~n", [[arity(id(T)) || T <- [{}, {1}, {1, 2}, {1, 2, 3}, {1, 2, 3, 4}, [], x]]]),
    io:format("~w~n", [[tag(id(T)) || T <- [{add, 1, 2}, {sub, 1, 2}, {neg, 1}, {num, 5}, {mul, {num, 1}, {num, 2}}, {unknown}]]]).

f(1) -> one;
f(a) -> a;
f({a}) -> tuple1;
f(2) -> two;
f({b, 1}) -> b1;
f(255) -> byte;
f({a, X}) -> {a, X};
f(18446744073709551616) -> big;
f(b) -> b;
f(1.5) -> float;
f({b, X}) when X > 1 -> b_more;
f(<<"ab">>) -> ab;
f(true) -> bool;
f([]) -> nil;
f([a | _]) -> list_a;
f(#{k := V}) -> {map, V};
f(<<"a", _/binary>>) -> a_something;
f({c, _, Y}) -> {c, Y};
f([_ | T]) -> T;
f(_) -> other.

arity({}) -> 0;
arity({_, _, _}) -> 3;
arity({_}) -> 1;
arity({_, _}) -> 2;
arity(T) when is_tuple(T) -> more;
arity(_) -> none.

tag({add, A, B}) -> A + B;
tag({neg, A}) -> -A;
tag({num, N}) -> N;
tag({sub, A, B}) -> A - B;
tag({mul, A, B}) -> tag(A) * tag(B);
tag(_) -> unknown.
