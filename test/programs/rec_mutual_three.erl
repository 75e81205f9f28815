%% parsers and evaluators of mutually recursive functions
-module(rec_mutual_three).
-export([main/0]).

main() ->
    io:format("~w~n", [[s(N) || N <- lists:seq(0, 20)]]),
    io:format("~w~n", [collatz_lengths(27)]),
    io:format("~w~n", [balanced("(()(()))[]{}")]),
    io:format("~w~n", [[balanced(S) || S <- ["", "(", "(]", "([)]", "{[()]}", ")("]]]),
    io:format("~w~n", [sexp("(a (b c) (d (e)) f)")]),
    io:format("~w~n", [count(4)]).

s(0) -> z;
s(N) when N rem 3 =:= 0 -> t(N - 1);
s(N) -> u(N - 1).
t(0) -> t;
t(N) -> s(N - 1).
u(0) -> u;
u(N) when N > 5 -> t(N - 2);
u(N) -> s(N - 1).

collatz_lengths(N) -> odd_step(N, 0).
odd_step(1, K) -> K;
odd_step(N, K) when N rem 2 =:= 0 -> even_step(N, K);
odd_step(N, K) -> even_step(3 * N + 1, K + 1).
even_step(N, K) when N rem 2 =:= 1 -> odd_step(N, K);
even_step(N, K) -> odd_step(N div 2, K + 1).

balanced(S) -> bal(S, []).
bal([C | T], St) when C =:= $(; C =:= $[; C =:= ${ -> bal(T, [C | St]);
bal([$) | T], [$( | St]) -> bal(T, St);
bal([$] | T], [$[ | St]) -> bal(T, St);
bal([$} | T], [${ | St]) -> bal(T, St);
bal([], []) -> true;
bal(_, _) -> false.

sexp(S) -> {V, ""} = expr(S), V.
expr([$( | T]) -> items(T, []);
expr(T) -> {A, R} = lists:splitwith(fun(C) -> C >= $a end, T), {list_to_atom(A), R}.
items([$) | T], Acc) -> {lists:reverse(Acc), T};
items([$\s | T], Acc) -> items(T, Acc);
items(T, Acc) -> {E, R} = expr(T), items(R, [E | Acc]).

count(N) -> up(N, []).
up(0, Acc) -> down(0, 4, Acc);
up(N, Acc) -> up(N - 1, [N | Acc]).
down(N, N, Acc) -> lists:reverse([N | Acc]);
down(N, M, Acc) -> down(N + 1, M, [N | Acc]).
