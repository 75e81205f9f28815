%% Huffman coding and LZ77 by hand
-module(algo_compression).
-export([main/0]).

main() ->
    T = "it was the best of times, it was the worst of times, it was the age of wisdom",
    {Bits, Tree} = huffman(T),
    io:format("~w ~w~n", [bit_size(Bits), decode(Bits, Tree, Tree) =:= T]),
    L = lz(T, [], []),
    io:format("~w~n", [length(L)]),
    io:format("~w~n", [lists:sublist(L, 12)]),
    io:format("~w~n", [unlz(L, []) =:= T]),
    W = lzw(T),
    io:format("~w~n", [W]),
    io:format("~w~n", [unlzw(W) =:= T]),
    io:format("~s~n", [bwt("^BANANA|")]).

huffman(T) ->
    Freq = lists:foldl(fun(C, A) -> orddict:update_counter(C, 1, A) end, [], T),
    Tree = build(lists:sort([{N, {leaf, C}} || {C, N} <- Freq])),
    Codes = maps:from_list(codes(Tree, <<>>)),
    {<< <<(maps:get(C, Codes))/bits>> || C <- T >>, Tree}.
build([{_, T}]) -> T;
build([{N, A}, {M, B} | R]) -> build(lists:sort([{N + M, {A, B}} | R])).
codes({leaf, C}, P) -> [{C, P}];
codes({A, B}, P) -> codes(A, <<P/bits, 0:1>>) ++ codes(B, <<P/bits, 1:1>>).
decode(B, {leaf, C}, T) -> [C | decode(B, T, T)];
decode(<<0:1, B/bits>>, {L, _}, T) -> decode(B, L, T);
decode(<<1:1, B/bits>>, {_, R}, T) -> decode(B, R, T);
decode(<<>>, _, _) -> [].

lz([], _, Acc) -> lists:reverse(Acc);
lz([C | T] = In, Past, Acc) ->
    case best(In, Past, 1, {0, 0}) of
        {_, Len} when Len < 4 -> lz(T, [C | Past], [C | Acc]);
        {D, Len} ->
            {Taken, Rest} = lists:split(Len, In),
            lz(Rest, lists:reverse(Taken) ++ Past, [{D, Len} | Acc])
    end.
best(_, Past, D, Best) when D > length(Past) -> Best;
best(In, Past, D, {_, L} = Best) ->
    case common(In, lists:reverse(lists:sublist(Past, D)), 0) of
        N when N > L -> best(In, Past, D + 1, {D, N});
        _ -> best(In, Past, D + 1, Best)
    end.
common([A | As], [A | Bs], N) -> common(As, Bs, N + 1);
common(_, _, N) -> N.
unlz([], Past) -> lists:reverse(Past);
unlz([{D, L} | T], Past) -> unlz(T, lists:reverse(lists:sublist(lists:reverse(lists:sublist(Past, D)), L)) ++ Past);
unlz([C | T], Past) -> unlz(T, [C | Past]).

lzw(T) -> lzw(T, [], maps:from_list([{[C], C} || C <- lists:seq(0, 127)]), 128).
lzw([], W, D, _) -> [maps:get(W, D)];
lzw([C | T], W, D, N) ->
    WC = W ++ [C],
    case D of
        #{WC := _} -> lzw(T, WC, D, N);
        _ -> [maps:get(W, D) | lzw(T, [C], D#{WC => N}, N + 1)]
    end.
unlzw([K | Ks]) -> D = maps:from_list([{C, [C]} || C <- lists:seq(0, 127)]), W = maps:get(K, D), W ++ unlzw(Ks, W, D, 128).
unlzw([], _, _, _) -> [];
unlzw([K | Ks], W, D, N) ->
    E = case D of #{K := X} -> X; _ -> W ++ [hd(W)] end,
    E ++ unlzw(Ks, E, D#{N => W ++ [hd(E)]}, N + 1).

bwt(S) -> [lists:last(R) || R <- lists:sort(rot(S, length(S)))].
rot(_, 0) -> [];
rot([H | T] = S, N) -> [S | rot(T ++ [H], N - 1)].
