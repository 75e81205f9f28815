%% number theory with small integers
-module(arith_gcd_primes).
-export([main/0]).

main() ->
    io:format("~w~n", [[gcd(A, B) || {A, B} <- [{12, 18}, {17, 5}, {0, 7}, {100, 75}, {123456789, 987654321}, {1 bsl 70, 6 * (1 bsl 65)}]]]),
    Primes = sieve(lists:seq(2, 200)),
    io:format("~w~n", [Primes]),
    io:format("~w~n", [[{N, factor(N)} || N <- [60, 97, 1001, 65536, 9999991, 600851475143]]]),
    io:format("~w~n", [[modpow(3, E, 1000000007) || E <- [0, 1, 100, 1000000006, 123456789123]]]),
    io:format("~w~n", [[inverse(A, 97) || A <- lists:seq(1, 20)]]),
    io:format("~w~n", [[collatz(N, 0) || N <- lists:seq(1, 30)]]),
    io:format("~w~n", [isqrt(1 bsl 201)]).

gcd(A, 0) -> abs(A);
gcd(A, B) -> gcd(B, A rem B).

sieve([P | T]) -> [P | sieve([X || X <- T, X rem P =/= 0])];
sieve([]) -> [].

factor(N) -> factor(N, 2).
factor(1, _) -> [];
factor(N, P) when P * P > N -> [N];
factor(N, P) when N rem P =:= 0 -> [P | factor(N div P, P)];
factor(N, P) -> factor(N, P + 1).

modpow(_, 0, _) -> 1;
modpow(B, E, M) when E band 1 =:= 1 -> B * modpow(B, E - 1, M) rem M;
modpow(B, E, M) -> modpow(B * B rem M, E bsr 1, M).

inverse(A, M) ->
    {1, X, _} = egcd(A, M),
    (X rem M + M) rem M.

egcd(A, 0) -> {A, 1, 0};
egcd(A, B) ->
    {G, X, Y} = egcd(B, A rem B),
    {G, Y, X - A div B * Y}.

collatz(1, N) -> N;
collatz(X, N) when X rem 2 =:= 0 -> collatz(X div 2, N + 1);
collatz(X, N) -> collatz(3 * X + 1, N + 1).

isqrt(N) -> isqrt(N, N).
isqrt(N, X) ->
    case (X + N div X) div 2 of
        Y when Y >= X -> X;
        Y -> isqrt(N, Y)
    end.
