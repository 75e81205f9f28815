%% multiplication of digit lists agrees with the VM's integers
-module(algo_bigint_by_hand).
-export([main/0]).

main() ->
    Ps = [{A, B} || A <- [0, 7, 99, 12345678901234567890, 1 bsl 200], B <- [1, 13, 10000000000, (1 bsl 150) - 1]],
    io:format("~w~n", [[undig(mul(dig(A), dig(B))) =:= A * B || {A, B} <- Ps]]),
    io:format("~w~n", [[undig(add(dig(A), dig(B))) =:= A + B || {A, B} <- Ps]]),
    io:format("~w~n", [[karatsuba(A, B) =:= A * B || {A, B} <- Ps]]),
    io:format("~w~n", [undig(pow(dig(3), 100)) =:= pow_int(3, 100)]),
    io:format("~w~n", [isqrt(pow_int(7, 101))]).

dig(0) -> [];
dig(N) -> [N rem 1000 | dig(N div 1000)].
undig(L) -> lists:foldr(fun(D, A) -> A * 1000 + D end, 0, L).

add(A, B) -> add(A, B, 0).
add([], [], 0) -> [];
add([], [], C) -> [C];
add([], B, C) -> add([0], B, C);
add(A, [], C) -> add(A, [0], C);
add([X | A], [Y | B], C) -> S = X + Y + C, [S rem 1000 | add(A, B, S div 1000)].

mul([], _) -> [];
mul([X | A], B) -> add(scale(B, X, 0), [0 | mul(A, B)]).
scale([], _, 0) -> [];
scale([], _, C) -> [C];
scale([Y | B], X, C) -> P = X * Y + C, [P rem 1000 | scale(B, X, P div 1000)].

pow(_, 0) -> [1];
pow(X, N) -> mul(X, pow(X, N - 1)).
pow_int(_, 0) -> 1;
pow_int(X, N) -> X * pow_int(X, N - 1).

karatsuba(A, B) when A < 1 bsl 32; B < 1 bsl 32 -> A * B;
karatsuba(A, B) ->
    H = 32,
    M = (1 bsl H) - 1,
    {A1, A0, B1, B0} = {A bsr H, A band M, B bsr H, B band M},
    Z0 = karatsuba(A0, B0),
    Z2 = karatsuba(A1, B1),
    Z1 = karatsuba(A1 + A0, B1 + B0) - Z2 - Z0,
    (Z2 bsl (2 * H)) + (Z1 bsl H) + Z0.

isqrt(N) -> isqrt(N, 1 bsl ((length(integer_to_list(N, 2)) + 1) div 2)).
isqrt(N, X) ->
    case (X + N div X) div 2 of
        Y when Y < X -> isqrt(N, Y);
        _ -> X
    end.
