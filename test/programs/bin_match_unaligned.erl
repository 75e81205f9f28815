%% fields that start inside a byte
-module(bin_match_unaligned).
-export([main/0]).
-import(prog, [id/1]).

main() ->
    B = id(<<1:3, 16#abcd:16, -5:7, 16#123456789abcdef0:64, 2:3, "text", 3:2, 1.5/float, 0:4>>),
    <<A:3, C:16, D:7/signed, E:64, F:3, T:4/binary, G:2, H/float, R/bits>> = B,
    io:format("~p~n", [{A, C, D, E, F, T, G, H, R}]),
    <<_:3, L:16/little, _:7, M:64/little-signed, _/bits>> = B,
    io:format("~p~n", [{L, M}]),
    <<_:1, Rest/bits>> = B,
    io:format("~p ~p~n", [bit_size(Rest), Rest]),
    <<_:5, Mid:20/bits, _/bits>> = B,
    io:format("~p~n", [Mid]),
    io:format("~p~n", [[X || <<X:5>> <= Rest]]),
    io:format("~p~n", [<< <<X:3>> || <<X:5>> <= Rest >>]),
    <<_:3, S1:2/binary, S2/bits>> = <<7:3, "abcdef">>,
    io:format("~p ~p~n", [S1, S2]),
    io:format("~p~n", [{S1 =:= <<"ab">>, <<S1/binary, S2/bits>>, erlang:phash2(S1) =:= erlang:phash2(<<"ab">>)}]).
