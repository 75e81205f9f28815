%% integers put into binaries with every size, sign and order
-module(bin_build_integers).
-export([main/0]).
-import(prog, [id/1]).

main() ->
    Ns = [0, 1, -1, 127, 128, 255, 256, -128, -129, 65535, 65536, 16#12345678, -16#12345678, 1 bsl 53, (1 bsl 63) + 5, -(1 bsl 63), 1 bsl 70, -(1 bsl 100) + 7],
    [io:format("~w: ~w ~w ~w ~w ~w~n", [N, <<(id(N))>>, <<(id(N)):16>>, <<(id(N)):16/little>>, <<(id(N)):32>>, <<(id(N)):24/little>>]) || N <- Ns],
    [io:format("~w: ~w ~w ~w ~w~n", [N, <<(id(N)):64>>, <<(id(N)):64/little>>, <<(id(N)):100>>, <<(id(N)):90/little>>]) || N <- Ns],
    [io:format("~w: ~w ~w~n", [S, <<(id(16#fedcba9876543210)):S>>, <<(id(-2)):S/little>>]) || S <- [0, 1, 3, 5, 8, 9, 12, 13, 31, 33, 53, 63, 65, 130]],
    io:format("~w~n", [<<1:1, 2:3, 5:12, 6:4/little, 7:20/little>>]).
