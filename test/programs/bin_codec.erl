%% run-length, variable-length integers, base64 and Huffman bits by hand
-module(bin_codec).
-export([main/0]).

main() ->
    T = <<"aaaabbbcccccccccccccccccccccccd">>,
    R = rle(T),
    io:format("~w ~w~n", [R, unrle(R) =:= T]),
    Ns = [0, 1, 127, 128, 300, 16383, 16384, 1 bsl 32, 1 bsl 70],
    V = << <<(varint(N))/binary>> || N <- Ns >>,
    io:format("~w ~w~n", [V, unvarint(V) =:= Ns]),
    io:format("~s~n", [b64(<<"Man is distinguished">>)]),
    Code = [{$e, <<0:1>>}, {$t, <<2:2>>}, {$a, <<6:3>>}, {$o, <<7:3>>}],
    H = << <<(proplists:get_value(C, Code))/bits>> || <<C>> <= <<"eteaotee">> >>,
    io:format("~w ~s~n", [H, huff(H)]),
    io:format("~w~n", [zigzag([0, -1, 1, -2, 2147483647, -2147483648])]).

rle(<<>>) -> <<>>;
rle(<<C, R/binary>>) -> rle(R, C, 1).
rle(<<C, R/binary>>, C, N) when N < 15 -> rle(R, C, N + 1);
rle(R, C, N) -> <<N:4, C, (rle(R))/bits>>.

unrle(<<N:4, C, R/bits>>) -> <<(binary:copy(<<C>>, N))/binary, (unrle(R))/binary>>;
unrle(_) -> <<>>.

varint(N) when N < 128 -> <<0:1, N:7>>;
varint(N) -> <<1:1, N:7, (varint(N bsr 7))/binary>>.

unvarint(<<>>) -> [];
unvarint(B) -> unvarint(B, 0, 0).
unvarint(<<1:1, X:7, R/binary>>, S, A) -> unvarint(R, S + 7, A bor (X bsl S));
unvarint(<<0:1, X:7, R/binary>>, S, A) -> [A bor (X bsl S) | unvarint(R)].

b64(<<A:6, B:6, C:6, D:6, R/bits>>) -> [c(A), c(B), c(C), c(D) | b64(R)];
b64(<<A:6, B:6, C:4>>) -> [c(A), c(B), c(C bsl 2), $=];
b64(<<A:6, B:2>>) -> [c(A), c(B bsl 4), $=, $=];
b64(<<>>) -> [].

c(N) when N < 26 -> N + $A;
c(N) when N < 52 -> N - 26 + $a;
c(N) when N < 62 -> N - 52 + $0;
c(62) -> $+;
c(63) -> $/.

huff(<<0:1, R/bits>>) -> [$e | huff(R)];
huff(<<2:2, R/bits>>) -> [$t | huff(R)];
huff(<<6:3, R/bits>>) -> [$a | huff(R)];
huff(<<7:3, R/bits>>) -> [$o | huff(R)];
huff(<<>>) -> [].

zigzag(L) -> [begin <<U:32>> = <<((N bsl 1) bxor (N bsr 31)):32>>, U end || N <- L].
