%% sorts of lists with runs, repeats and reversals
-module(lists_sort_random).
-export([main/0]).

main() ->
    Ls = [rnd(N, S, M) || N <- [0, 1, 2, 3, 5, 10, 100, 1000], S <- [1, 7], M <- [3, 1000]],
    io:format("~w~n", [lists:all(fun(L) -> ok(L) end, Ls)]),
    io:format("~w~n", [erlang:phash2([lists:sort(L) || L <- Ls])]),
    io:format("~w~n", [erlang:phash2([lists:usort(L) || L <- Ls])]),
    io:format("~w~n", [erlang:phash2([lists:sort(fun(A, B) -> A >= B end, L) || L <- Ls])]),
    R = lists:seq(1, 500),
    io:format("~w~n", [[lists:sort(X) =:= R || X <- [lists:reverse(R), R, lists:seq(2, 500) ++ [1], [500 | lists:seq(1, 499)], lists:seq(1, 500, 2) ++ lists:seq(2, 500, 2)]]]),
    io:format("~w~n", [lists:usort(lists:duplicate(1000, x))]).

rnd(0, _, _) -> [];
rnd(N, S, M) -> S2 = (S * 48271) rem 2147483647, [S2 rem M | rnd(N - 1, S2, M)].

ok(L) ->
    S = lists:sort(L),
    length(S) =:= length(L) andalso ordered(S) andalso L -- S =:= [] andalso lists:usort(L) =:= dedup(S).
ordered([A, B | T]) -> A =< B andalso ordered([B | T]);
ordered(_) -> true.
dedup([A, A | T]) -> dedup([A | T]);
dedup([A | T]) -> [A | dedup(T)];
dedup([]) -> [].
