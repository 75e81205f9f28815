%% band, bor, bxor, bnot, bsl and bsr of small, negative and large integers
-module(arith_bitops).
-export([main/0]).
-import(prog, [id/1]).

main() ->
    Ns = [0, 1, -1, 5, -5, 255, -256, 16#ffffffff, -16#80000000, 1 bsl 53, -(1 bsl 60), 1 bsl 70, -(1 bsl 70) + 12345],
    [io:format("~w ~w: ~w ~w ~w~n", [A, B, id(A) band id(B), id(A) bor id(B), id(A) bxor id(B)]) || A <- Ns, B <- Ns],
    [io:format("~w: ~w ~w~n", [A, bnot id(A), [id(A) bsl S || S <- [0, 1, 8, 31, 32, 53, 64, 70]]]) || A <- Ns],
    [io:format("~w: ~w~n", [A, [id(A) bsr S || S <- [0, 1, 2, 8, 31, 32, 53, 64, 70, 1000]]]) || A <- Ns],
    [io:format("~w: ~w~n", [A, [id(A) bsl S || S <- [-1, -3, -64, -1000]]]) || A <- Ns],
    [io:format("~w: ~w~n", [A, [id(A) bsr S || S <- [-1, -31, -40]]]) || A <- Ns].
