%% loops with many accumulators, swapped and rebuilt
-module(rec_accumulators).
-export([main/0]).

main() ->
    io:format("~w~n", [stats([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5])]),
    io:format("~w~n", [fibs(30)]),
    io:format("~w~n", [rotate(10, a, b, c, d, e)]),
    io:format("~w~n", [many(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 1000)]),
    io:format("~w~n", [partition([5, 2, 8, 1, 9, 3], 4, [], [])]),
    io:format("~w~n", [run_lengths("aaabccddddd")]),
    io:format("~w~n", [max_sub([-2, 1, -3, 4, -1, 2, 1, -5, 4])]),
    io:format("~w~n", [transpose_count([[1, 2, 3], [4, 5, 6]])]).

stats([H | T]) -> stats(T, H, H, H, 1, H * H).
stats([], Min, Max, Sum, N, Sq) -> {Min, Max, Sum, N, Sq, (Sq * N - Sum * Sum) / (N * N)};
stats([X | T], Min, Max, Sum, N, Sq) -> stats(T, min(X, Min), max(X, Max), Sum + X, N + 1, Sq + X * X).

fibs(N) -> fibs(N, 0, 1, []).
fibs(0, _, _, Acc) -> lists:reverse(Acc);
fibs(N, A, B, Acc) -> fibs(N - 1, B, A + B, [A | Acc]).

rotate(0, A, B, C, D, E) -> {A, B, C, D, E};
rotate(N, A, B, C, D, E) -> rotate(N - 1, E, A, B, C, D).

many(A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, 0) -> [A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P];
many(A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, X) -> many(P, A, B, C, D, E, F, G, H, I, J, K, L, M, N, O + 1, X - 1).

partition([], _, L, R) -> {lists:reverse(L), lists:reverse(R)};
partition([H | T], P, L, R) when H < P -> partition(T, P, [H | L], R);
partition([H | T], P, L, R) -> partition(T, P, L, [H | R]).

run_lengths([H | T]) -> run_lengths(T, H, 1, []).
run_lengths([H | T], H, N, Acc) -> run_lengths(T, H, N + 1, Acc);
run_lengths([H | T], P, N, Acc) -> run_lengths(T, H, 1, [{P, N} | Acc]);
run_lengths([], P, N, Acc) -> lists:reverse([{P, N} | Acc]).

max_sub(L) -> max_sub(L, 0, 0).
max_sub([], _, Best) -> Best;
max_sub([H | T], Cur, Best) -> C = max(0, Cur + H), max_sub(T, C, max(Best, C)).

transpose_count(M) -> lists:foldl(fun(R, A) -> [X + Y || {X, Y} <- lists:zip(R, A)] end, [0 || _ <- hd(M)], M).
