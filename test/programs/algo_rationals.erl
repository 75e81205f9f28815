%% exact fractions: harmonic numbers, Gaussian elimination, Bernoulli numbers
-module(algo_rationals).
-export([main/0]).

main() ->
    io:format("~w~n", [lists:foldl(fun(N, A) -> add(A, {1, N}) end, {0, 1}, lists:seq(1, 40))]),
    io:format("~w~n", [solve([[2, 1, -1, 8], [-3, -1, 2, -11], [-2, 1, 2, -3]])]),
    io:format("~w~n", [solve([[{1, R + C - 1} || C <- lists:seq(1, 5)] ++ [{1, 1}] || R <- lists:seq(1, 5)])]),
    io:format("~w~n", [bernoulli(16)]),
    io:format("~w~n", [cf({415, 93})]).

norm({A, B}) ->
    G = gcd(abs(A), abs(B)),
    S = case B < 0 of true -> -1; false -> 1 end,
    {S * A div G, S * B div G}.
gcd(A, 0) -> A;
gcd(A, B) -> gcd(B, A rem B).
add({A, B}, {C, D}) -> norm({A * D + C * B, B * D}).
sub({A, B}, {C, D}) -> norm({A * D - C * B, B * D}).
mul({A, B}, {C, D}) -> norm({A * C, B * D}).
dv({A, B}, {C, D}) -> norm({A * D, B * C}).
q(N) when is_integer(N) -> {N, 1};
q(Q) -> Q.

solve(M) -> back(elim([[q(X) || X <- R] || R <- M], 0)).
elim([], _) -> [];
elim(Rows, I) ->
    {Zero, [P | Rest]} = lists:splitwith(fun(R) -> element(1, hd(R)) =:= 0 end, Rows),
    [H | T] = P,
    P1 = [dv(X, H) || X <- T],
    Next = [[sub(X, mul(K, Y)) || {X, Y} <- lists:zip(R, P1)] || [K | R] <- Zero ++ Rest],
    [P1 | elim(Next, I + 1)].
back(Rows) ->
    lists:foldr(fun(R, Xs) ->
        {Cs, [B]} = lists:split(length(R) - 1, R),
        [lists:foldl(fun({C, X}, A) -> sub(A, mul(C, X)) end, B, lists:zip(Cs, Xs)) | Xs]
    end, [], Rows).

bernoulli(N) ->
    lists:reverse(lists:foldl(fun(M, Bs) ->
        S = lists:foldl(fun({K, B}, A) -> add(A, mul({binom(M + 1, K), 1}, B)) end, {0, 1}, lists:zip(lists:seq(0, M - 1), lists:reverse(Bs))),
        [norm(mul({-1, M + 1}, S)) | Bs]
    end, [{1, 1}], lists:seq(1, N))).

binom(_, 0) -> 1;
binom(N, K) -> binom(N, K - 1) * (N - K + 1) div K.

cf({_, 0}) -> [];
cf({A, B}) -> [A div B | cf({B, A rem B})].
