%% typed loops over small integers that grow past the small range
-module(arith_loops).
-export([main/0]).

main() ->
    io:format("~p~n", [sum(0, 1000000)]),
    io:format("~p~n", [double(1, 200)]),
    io:format("~p~n", [fib(300)]),
    io:format("~p~n", [alternate(0, 1, 100)]),
    io:format("~p~n", [lcg(42, 1000)]),
    io:format("~p~n", [horner([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2, 3, 8, 4], 1000, 0)]),
    io:format("~p~n", [mask(16#123456789abcdef, 100, 0)]).

sum(Acc, 0) -> Acc;
sum(Acc, N) -> sum(Acc + N, N - 1).

double(X, 0) -> X;
double(X, N) -> double(X + X, N - 1).

fib(N) -> fib(N, 0, 1).
fib(0, A, _) -> A;
fib(N, A, B) -> fib(N - 1, B, A + B).

alternate(S, _, 0) -> S;
alternate(S, F, N) -> alternate(S + F * N, F * -3, N - 1).

lcg(X, 0) -> X;
lcg(X, N) -> lcg((X * 6364136223846793005 + 1442695040888963407) band 16#ffffffffffffffff, N - 1).

horner([D | T], B, Acc) -> horner(T, B, Acc * B + D);
horner([], _, Acc) -> Acc.

mask(_, 0, Acc) -> Acc;
mask(X, N, Acc) -> mask((X * 31 + N) band 16#ffffffff, N - 1, Acc bxor (X bsl (N rem 8))).
