%% base32, base58, base85 and percent encoding by hand
-module(misc_base_encodings).
-export([main/0]).

main() ->
    D = <<"Gluon runs BEAM files">>,
    io:format("~s~n", [b32(D)]),
    io:format("~s~n", [b58(D)]),
    io:format("~s~n", [b85(D)]),
    io:format("~s~n", [percent("a b/ü?&=")]),
    io:format("~p~n", [unb32(b32(D)) =:= D]),
    io:format("~s~n", [ean13("400638133393")]),
    io:format("~p~n", [[luhn(S) || S <- ["79927398713", "79927398710", "4539578763621486"]]]),
    io:format("~p~n", [isbn("030640615")]),
    io:format("~p~n", [crc16(<<"123456789">>)]),
    io:format("~p~n", [hamming(16#b)]).

b32(B) -> [a32(X) || <<X:5>> <= pad(B, 5)].
pad(B, N) ->
    R = (N - bit_size(B) rem N) rem N,
    <<B/bits, 0:R>>.
a32(X) when X < 26 -> $A + X;
a32(X) -> $2 + X - 26.
unb32(S) ->
    Bits = << <<(d32(C)):5>> || C <- S >>,
    N = bit_size(Bits) div 8,
    <<R:N/binary, _/bits>> = Bits,
    R.
d32(C) when C >= $A -> C - $A;
d32(C) -> C - $2 + 26.

b58(B) -> b58n(binary:decode_unsigned(B), []).
b58n(0, Acc) -> Acc;
b58n(N, Acc) -> b58n(N div 58, [lists:nth(N rem 58 + 1, "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz") | Acc]).

b85(B) -> [lists:nth(N div P rem 85 + 1, lists:seq($!, $u)) || <<N:32>> <= pad(B, 32), P <- [52200625, 614125, 7225, 85, 1]].

percent(S) -> [case C of _ when C >= $a, C =< $z -> C; _ -> io_lib:format("%~2.16.0B", [C]) end || <<C>> <= unicode:characters_to_binary(S)].

ean13(S) ->
    Sum = lists:sum([(C - $0) * case I rem 2 of 1 -> 1; 0 -> 3 end || {I, C} <- lists:enumerate(S)]),
    S ++ [$0 + (10 - Sum rem 10) rem 10].

luhn(S) ->
    Ds = [case I rem 2 of 0 -> fold(2 * (C - $0)); 1 -> C - $0 end || {I, C} <- lists:enumerate(lists:reverse(S))],
    lists:sum(Ds) rem 10 =:= 0.
fold(D) when D > 9 -> D - 9;
fold(D) -> D.

isbn(S) ->
    Sum = lists:sum([I * (C - $0) || {I, C} <- lists:zip(lists:seq(10, 2, -1), S)]),
    case (11 - Sum rem 11) rem 11 of 10 -> x; N -> N end.

crc16(B) -> crc16(B, 16#ffff).
crc16(<<X, R/binary>>, C) -> crc16(R, lists:foldl(fun(_, A) -> case A band 16#8000 of 0 -> (A bsl 1) band 16#ffff; _ -> ((A bsl 1) bxor 16#1021) band 16#ffff end end, C bxor (X bsl 8), lists:seq(1, 8)));
crc16(<<>>, C) -> C.

hamming(N) ->
    <<A:1, B:1, C:1, D:1>> = <<N:4>>,
    [A bxor B bxor D, A bxor C bxor D, A, B bxor C bxor D, B, C, D].
