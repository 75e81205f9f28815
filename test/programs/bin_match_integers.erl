%% integers of every size, sign and byte order taken out of a binary
-module(bin_match_integers).
-export([main/0]).
-import(prog, [id/1]).

main() ->
    B = id(<<16#80, 16#ff, 16#01, 16#7e, 16#00, 16#55, 16#aa, 16#c3, 16#d4, 16#e5, 16#f6, 16#87, 16#98, 16#a9, 16#ba, 16#cb>>),
    [begin
         <<U:S, _/bits>> = B,
         <<I:S/signed, _/bits>> = B,
         io:format("~p ~p ~p~n", [S, U, I])
     end || S <- [0, 1, 2, 3, 7, 8, 9, 13, 16, 23, 24, 31, 32, 33, 48, 52, 53, 54, 59, 60, 63, 64, 65, 100, 127, 128]],
    [begin
         <<U:S/little, _/bits>> = B,
         <<I:S/little-signed, _/bits>> = B,
         <<N:S/native, _/bits>> = B,
         io:format("~p ~p ~p ~p~n", [S, U, I, N =:= U])
     end || S <- [0, 1, 3, 8, 9, 12, 16, 20, 24, 31, 32, 33, 40, 53, 56, 63, 64, 65, 90, 128]],
    io:format("~p~n", [fixed(B)]).

fixed(<<A:8, B:16/little, C:3, D:5/signed, E:32/signed, F:24/little-signed, G/binary>>) -> {A, B, C, D, E, F, G}.
