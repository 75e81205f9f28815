%% digits of pi and e by spigots of large integers
-module(algo_pi_digits).
-export([main/0]).

main() ->
    io:format("~s~n", [[D + $0 || D <- pi(120)]]),
    io:format("~p~n", [e(100)]),
    io:format("~p~n", [machin(100)]),
    io:format("~p~n", [sqrt2(100)]).

pi(N) -> pi({1, 0, 1, 1}, 1, N).
pi(_, _, 0) -> [];
pi({Q, R, S, T} = Z, K, N) ->
    Y = (3 * Q + R) div (3 * S + T),
    case (4 * Q + R) div (4 * S + T) of
        Y -> [Y | pi(mul({10, -10 * Y, 0, 1}, Z), K, N - 1)];
        _ -> pi(mul(Z, {K, 4 * K + 2, 0, 2 * K + 1}), K + 1, N)
    end.

mul({A, B, C, D}, {E, F, G, H}) -> {A * E + B * G, A * F + B * H, C * E + D * G, C * F + D * H}.

e(N) -> e(pow10(N + 5), 1, 0) div 100000.
e(0, _, S) -> S;
e(T, K, S) -> e(T div K, K + 1, S + T).

machin(N) ->
    U = pow10(N + 10),
    4 * (4 * arccot(5, U) - arccot(239, U)) div pow10(10).
arccot(X, U) -> arccot(X * X, U div X, 1, 1, 0).
arccot(_, 0, _, _, S) -> S;
arccot(X2, T, N, Sign, S) -> arccot(X2, T div X2, N + 2, -Sign, S + Sign * (T div N)).

sqrt2(N) -> isqrt(2 * pow10(2 * N), pow10(N + 1)).
isqrt(N, X) ->
    case (X + N div X) div 2 of
        Y when Y >= X -> X;
        Y -> isqrt(N, Y)
    end.

pow10(0) -> 1;
pow10(N) -> 10 * pow10(N - 1).
