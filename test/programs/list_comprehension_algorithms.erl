%% queens, permutations, primes, pythagorean triples and matrices
-module(list_comprehension_algorithms).
-export([main/0]).

main() ->
    io:format("~w~n", [length(queens(6))]),
    io:format("~w~n", [hd(queens(8))]),
    io:format("~w~n", [perms([a, b, c])]),
    io:format("~w~n", [[{A, B, C} || A <- lists:seq(1, 20), B <- lists:seq(A, 20), C <- lists:seq(B, 30), A * A + B * B =:= C * C]]),
    io:format("~w~n", [[N || N <- lists:seq(2, 60), [] =:= [D || D <- lists:seq(2, N - 1), N rem D =:= 0]]]),
    io:format("~w~n", [mul([[1, 2], [3, 4], [5, 6]], [[1, 0, 2], [0, 1, 3]])]),
    io:format("~w~n", [qsort([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5])]),
    io:format("~w~n", [powerset([1, 2, 3])]).

queens(N) -> queens(N, N).
queens(0, _) -> [[]];
queens(K, N) -> [[Q | Qs] || Qs <- queens(K - 1, N), Q <- lists:seq(1, N), safe(Q, 1, Qs)].

safe(_, _, []) -> true;
safe(Q, D, [H | T]) -> Q =/= H andalso abs(Q - H) =/= D andalso safe(Q, D + 1, T).

perms([]) -> [[]];
perms(L) -> [[H | T] || H <- L, T <- perms(L -- [H])].

mul(A, B) ->
    Columns = transpose(B),
    [[lists:sum([X * Y || {X, Y} <- lists:zip(Row, Col)]) || Col <- Columns] || Row <- A].

transpose([[] | _]) -> [];
transpose(M) -> [[hd(R) || R <- M] | transpose([tl(R) || R <- M])].

qsort([]) -> [];
qsort([P | T]) -> qsort([X || X <- T, X < P]) ++ [P] ++ qsort([X || X <- T, X >= P]).

powerset([]) -> [[]];
powerset([H | T]) ->
    P = powerset(T),
    P ++ [[H | S] || S <- P].
