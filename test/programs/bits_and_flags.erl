%% permission bits, packed dates, colours and bit sets
-module(bits_and_flags).
-export([main/0]).

main() ->
    io:format("~w~n", [[perm(P) || P <- [8#755, 8#644, 8#000, 8#777, 8#4755]]]),
    Packed = pack({2024, 2, 29}),
    io:format("~w ~w~n", [Packed, unpack(Packed)]),
    io:format("~w~n", [[rgb(C) || C <- ["#ff8000", "#000000", "#0a0B0c"]]]),
    S = lists:foldl(fun(I, B) -> B bor (1 bsl I) end, 0, [1, 5, 64, 100]),
    io:format("~w~n", [[S, members(S), members(S band 16#ffffffffffffffff), popcount(S)]]),
    io:format("~w~n", [[swap16(16#1234), swap32(16#12345678), rot(16#80000001, 4), parity(16#ff), parity(16#fe)]]),
    io:format("~w~n", [[(X band (bnot (1 bsl 3))) bor (1 bsl 2) || X <- [0, 8, 15]]]),
    io:format("~w~n", [[sign_extend(X, 8) || X <- [0, 127, 128, 255]]]),
    io:format("~w~n", [morton(5, 9)]),
    io:format("~s~n", [lists:join(" ", [io_lib:format("~8.2.0b", [X]) || X <- [0, 5, 255, 128]])]).

perm(P) -> lists:append([[bit(P, 3 * I + 2, $r), bit(P, 3 * I + 1, $w), bit(P, 3 * I, $x)] || I <- [2, 1, 0]]).
bit(P, N, C) when P band (1 bsl N) =/= 0 -> C;
bit(_, _, _) -> $-.
pack({Y, M, D}) -> (Y bsl 9) bor (M bsl 5) bor D.
unpack(N) -> {N bsr 9, (N bsr 5) band 15, N band 31}.
rgb([$# | H]) -> <<R, G, B>> = <<(list_to_integer(H, 16)):24>>, {R, G, B}.
members(S) -> [I || I <- lists:seq(0, 127), S band (1 bsl I) =/= 0].
popcount(0) -> 0;
popcount(N) -> 1 + popcount(N band (N - 1)).
swap16(N) -> <<X:16/little>> = <<N:16>>, X.
swap32(N) -> <<A, B, C, D>> = <<N:32>>, <<X:32>> = <<D, C, B, A>>, X.
rot(X, K) -> ((X bsl K) bor (X bsr (32 - K))) band 16#ffffffff.
parity(N) -> popcount(N) rem 2.
sign_extend(X, W) -> <<Y:W/signed>> = <<X:W>>, Y.
morton(X, Y) -> lists:foldl(fun(I, A) -> A bor (((X bsr I) band 1) bsl (2 * I)) bor (((Y bsr I) band 1) bsl (2 * I + 1)) end, 0, lists:seq(0, 15)).
