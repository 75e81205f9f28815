%% modular powers, Miller-Rabin and a toy RSA with 512-bit numbers
-module(algo_rsa).
-export([main/0]).

main() ->
    P = next_prime(1 bsl 255 + 12345),
    Q = next_prime(1 bsl 255 + 98765432),
    N = P * Q,
    Phi = (P - 1) * (Q - 1),
    E = 65537,
    D = inverse(E, Phi),
    M = binary:decode_unsigned(<<"attack at dawn">>),
    C = modpow(M, E, N),
    io:format("~p~n~p~n~p~n", [P, Q, C]),
    io:format("~p~n", [binary:encode_unsigned(modpow(C, D, N))]),
    io:format("~p~n", [[X || X <- lists:seq(1000, 1100), prime(X)]]),
    io:format("~p~n", [[prime(X) || X <- [561, 1105, 41041, 825265, (1 bsl 61) - 1, (1 bsl 89) - 1, (1 bsl 67) - 1]]]).

next_prime(N) when N rem 2 =:= 0 -> next_prime(N + 1);
next_prime(N) ->
    case prime(N) of
        true -> N;
        false -> next_prime(N + 2)
    end.

prime(N) when N < 4 -> N > 1;
prime(N) when N rem 2 =:= 0 -> false;
prime(N) ->
    {D, S} = split(N - 1, 0),
    lists:all(fun(A) -> A rem N =:= 0 orelse witness(modpow(A, D, N), S, N) end, [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37]).

split(D, S) when D rem 2 =:= 0 -> split(D div 2, S + 1);
split(D, S) -> {D, S}.

witness(1, _, _) -> true;
witness(X, _, N) when X =:= N - 1 -> true;
witness(_, 1, _) -> false;
witness(X, S, N) -> witness(X * X rem N, S - 1, N).

modpow(B, E, M) -> modpow(B rem M, E, M, 1).
modpow(_, 0, _, R) -> R;
modpow(B, E, M, R) when E band 1 =:= 1 -> modpow(B * B rem M, E bsr 1, M, R * B rem M);
modpow(B, E, M, R) -> modpow(B * B rem M, E bsr 1, M, R).

inverse(A, M) -> (inv(A, M, 1, 0) + M) rem M.
inv(1, _, X, _) -> X;
inv(A, M, X, Y) -> inv(M rem A, A, Y - (M div A) * X, X).
