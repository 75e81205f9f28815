%% functions and funs of nought to twenty arguments
-module(apply_many_arities).
-export([main/0]).
-export([f/0, f/1, f/2, f/3, f/5, f/8, f/13, f/20, send_all/12]).
-import(prog, [id/1, show/2]).

main() ->
    io:format("~w~n", [[apply(?MODULE, f, lists:seq(1, N)) || N <- [0, 1, 2, 3, 5, 8, 13, 20]]]),
    io:format("~w~n", [[apply(F, lists:seq(1, A)) || {F, A} <- [{fun() -> 0 end, 0}, {fun(A) -> A end, 1}, {fun(A, B) -> {A, B} end, 2}, {fun(A, B, C, D, E, F2, G) -> [A, B, C, D, E, F2, G] end, 7}]]]),
    X = id(100),
    H = fun(A, B, C, D, E, F, G, I, J, K, L, M) -> [X, A + B + C + D, E + F + G + I, J + K + L + M] end,
    io:format("~w~n", [H(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)]),
    Me = self(),
    spawn(fun() -> Me ! {spawned, apply(?MODULE, f, lists:seq(1, 13))} end),
    receive {spawned, R} -> io:format("~w~n", [R]) end,
    spawn(?MODULE, send_all, [Me, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
    receive {all, S} -> io:format("~w~n", [S]) end,
    show("too many", fun() -> apply(?MODULE, f, lists:seq(1, 21)) end),
    show("255", fun() -> apply(?MODULE, f, lists:seq(1, 255)) end),
    show("256", fun() -> apply(?MODULE, f, lists:seq(1, 256)) end).

f() -> none.
f(A) -> A.
f(A, B) -> [A, B].
f(A, B, C) -> [C, B, A].
f(A, _, _, _, E) -> [A, E].
f(A, B, C, D, E, F, G, H) -> A + B + C + D + E + F + G + H.
f(A, B, C, D, E, F, G, H, I, J, K, L, M) -> [M, L, K, J, I, H, G, F, E, D, C, B, A].
f(A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S, T) -> A + B + C + D + E + F + G + H + I + J + K + L + M + N + O + P + Q + R + S + T.
send_all(P, A, B, C, D, E, F, G, H, I, J, K) -> P ! {all, A + B + C + D + E + F + G + H + I + J + K}.
