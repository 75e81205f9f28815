%% integers and floats in one operation
-module(arith_mixed).
-export([main/0]).
-import(prog, [id/1]).

main() ->
    Is = [0, 1, -3, 1 bsl 53, (1 bsl 53) + 1, 1 bsl 64, 1 bsl 200],
    Fs = [0.5, -1.0, 2.0, 1.0e10, 1.0e-10, 9007199254740993.0],
    [io:format("~w ~w: ~w ~w ~w ~w ~w~n", [I, F, id(I) + id(F), id(I) - id(F), id(I) * id(F), id(I) / id(F), id(F) / (id(I) + 1)]) || I <- Is, F <- Fs],
    [io:format("~w/~w = ~w~n", [A, B, id(A) / id(B)]) || {A, B} <- [{1, 3}, {10, 5}, {-7, 2}, {1 bsl 100, 1 bsl 99}, {(1 bsl 53) + 1, 1}, {1, 1 bsl 1000}]].
