%% SHA-1, SHA-256 and MD5 written in Erlang
-module(algo_sha).
-export([main/0]).

main() ->
    Texts = [<<>>, <<"abc">>, <<"The quick brown fox jumps over the lazy dog">>, binary:copy(<<"a">>, 1000)],
    [io:format("~s ~s ~s ~p~n", [hex(sha1(T)), hex(sha256(T)), hex(md5(T)), md5(T) =:= erlang:md5(T)]) || T <- Texts].

hex(B) -> string:lowercase(binary_to_list(binary:encode_hex(B))).

pad(T, Endian) ->
    L = bit_size(T),
    Zeros = (448 - (L + 1)) rem 512,
    Z = (Zeros + 512) rem 512,
    case Endian of
        big -> <<T/binary, 1:1, 0:Z, L:64>>;
        little -> <<T/binary, 1:1, 0:Z, L:64/little>>
    end.

rol(X, N) -> ((X bsl N) bor (X bsr (32 - N))) band 16#ffffffff.
ror(X, N) -> rol(X, 32 - N).

sha1(T) ->
    {A, B, C, D, E} = lists:foldl(fun sha1_block/2, {16#67452301, 16#efcdab89, 16#98badcfe, 16#10325476, 16#c3d2e1f0}, [Bl || <<Bl:64/binary>> <= pad(T, big)]),
    <<A:32, B:32, C:32, D:32, E:32>>.
sha1_block(Bl, {H0, H1, H2, H3, H4}) ->
    W = expand1(list_to_tuple([X || <<X:32>> <= Bl]), 16),
    {A, B, C, D, E} = sha1_round(0, W, {H0, H1, H2, H3, H4}),
    {(H0 + A) band 16#ffffffff, (H1 + B) band 16#ffffffff, (H2 + C) band 16#ffffffff, (H3 + D) band 16#ffffffff, (H4 + E) band 16#ffffffff}.
expand1(W, 80) -> W;
expand1(W, I) ->
    X = rol(element(I - 2, W) bxor element(I - 7, W) bxor element(I - 13, W) bxor element(I - 15, W), 1),
    expand1(erlang:append_element(W, X), I + 1).
sha1_round(80, _, S) -> S;
sha1_round(I, W, {A, B, C, D, E}) ->
    {F, K} = if
                 I < 20 -> {(B band C) bor ((bnot B) band D), 16#5a827999};
                 I < 40 -> {B bxor C bxor D, 16#6ed9eba1};
                 I < 60 -> {(B band C) bor (B band D) bor (C band D), 16#8f1bbcdc};
                 true -> {B bxor C bxor D, 16#ca62c1d6}
             end,
    T = (rol(A, 5) + F + E + K + element(I + 1, W)) band 16#ffffffff,
    sha1_round(I + 1, W, {T, A, rol(B, 30), C, D}).

primes(N) -> primes(N, 2, []).
primes(0, _, Acc) -> lists:reverse(Acc);
primes(N, P, Acc) ->
    case lists:any(fun(Q) -> P rem Q =:= 0 end, Acc) of
        true -> primes(N, P + 1, Acc);
        false -> primes(N - 1, P + 1, [P | Acc])
    end.

root(P, E) -> root(P bsl (32 * E), E, 0, 1 bsl 40).
root(P, E, Lo, Hi) when Hi - Lo =< 1 -> _ = {P, E}, Lo band 16#ffffffff;
root(P, E, Lo, Hi) ->
    Mid = (Lo + Hi) div 2,
    V = case E of 2 -> Mid * Mid; 3 -> Mid * Mid * Mid end,
    case V > P of
        true -> root(P, E, Lo, Mid);
        false -> root(P, E, Mid, Hi)
    end.

sha256(T) ->
    K = list_to_tuple([root(P, 3) || P <- primes(64)]),
    H = lists:foldl(fun(Bl, S) -> sha256_block(Bl, S, K) end, [root(P, 2) || P <- primes(8)], [Bl || <<Bl:64/binary>> <= pad(T, big)]),
    << <<X:32>> || X <- H >>.
sha256_block(Bl, H, K) ->
    W = expand256(list_to_tuple([X || <<X:32>> <= Bl]), 16),
    R = sha256_round(0, W, K, list_to_tuple(H)),
    [(A + B) band 16#ffffffff || {A, B} <- lists:zip(H, tuple_to_list(R))].
expand256(W, 64) -> W;
expand256(W, I) ->
    X = element(I - 14, W),
    Y = element(I - 1, W),
    S0 = ror(X, 7) bxor ror(X, 18) bxor (X bsr 3),
    S1 = ror(Y, 17) bxor ror(Y, 19) bxor (Y bsr 10),
    expand256(erlang:append_element(W, (element(I - 15, W) + S0 + element(I - 6, W) + S1) band 16#ffffffff), I + 1).
sha256_round(64, _, _, S) -> S;
sha256_round(I, W, K, {A, B, C, D, E, F, G, H}) ->
    S1 = ror(E, 6) bxor ror(E, 11) bxor ror(E, 25),
    Ch = (E band F) bxor ((bnot E) band G),
    T1 = H + S1 + Ch + element(I + 1, K) + element(I + 1, W),
    S0 = ror(A, 2) bxor ror(A, 13) bxor ror(A, 22),
    Maj = (A band B) bxor (A band C) bxor (B band C),
    sha256_round(I + 1, W, K, {(T1 + S0 + Maj) band 16#ffffffff, A, B, C, (D + T1) band 16#ffffffff, E, F, G}).

md5(T) ->
    K = list_to_tuple([trunc(abs(math:sin(I)) * 4294967296) || I <- lists:seq(1, 64)]),
    S = list_to_tuple(lists:append([lists:append(lists:duplicate(4, L)) || L <- [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]]])),
    {A, B, C, D} = lists:foldl(fun(Bl, H) -> md5_block(Bl, H, K, S) end, {16#67452301, 16#efcdab89, 16#98badcfe, 16#10325476}, [Bl || <<Bl:64/binary>> <= pad(T, little)]),
    <<A:32/little, B:32/little, C:32/little, D:32/little>>.
md5_block(Bl, {A0, B0, C0, D0}, K, S) ->
    M = list_to_tuple([X || <<X:32/little>> <= Bl]),
    {A, B, C, D} = md5_round(0, M, K, S, {A0, B0, C0, D0}),
    {(A0 + A) band 16#ffffffff, (B0 + B) band 16#ffffffff, (C0 + C) band 16#ffffffff, (D0 + D) band 16#ffffffff}.
md5_round(64, _, _, _, R) -> R;
md5_round(I, M, K, S, {A, B, C, D}) ->
    {F, G} = if
                 I < 16 -> {(B band C) bor ((bnot B) band D), I};
                 I < 32 -> {(D band B) bor ((bnot D) band C), (5 * I + 1) rem 16};
                 I < 48 -> {B bxor C bxor D, (3 * I + 5) rem 16};
                 true -> {C bxor (B bor (bnot D band 16#ffffffff)), 7 * I rem 16}
             end,
    X = (F + A + element(I + 1, K) + element(G + 1, M)) band 16#ffffffff,
    md5_round(I + 1, M, K, S, {D, (B + rol(X, element(I + 1, S))) band 16#ffffffff, B, C}).
