%% random operations on maps that grow beyond 32 keys and shrink again
-module(map_random).
-export([main/0]).

main() -> [run(Seed, Keys) || {Seed, Keys} <- [{1, 12}, {2, 40}, {3, 60}, {4, 400}]].

run(Seed, Keys) ->
    M = loop(#{}, Keys, Seed * 7919 + 17, 3000, []),
    io:format("~w: ~w~n", [Seed, erlang:phash2(srt(maps:to_list(M)))]).

%% Each 100 results are shown as their hash.
loop(M, _, _, 0, _) -> M;
loop(M, Keys, S, N, Acc) when length(Acc) =:= 100 ->
    io:format("~w ~w ~w~n", [N, map_size(M), erlang:phash2(Acc)]),
    loop(M, Keys, S, N, []);
loop(M, Keys, S, N, Acc) ->
    {Op, S1} = rnd(S, 24),
    {A, S2} = rnd(S1, Keys),
    {B, S3} = rnd(S2, Keys),
    %% Growing for a while, then shrinking.
    Op1 = case N rem 1000 > 500 andalso Op < 4 of true -> 8; false -> Op end,
    {M1, Res} = try op(Op1, M, key(A), key(B), A, B) catch C:E -> {M, {C, E}} end,
    loop(M1, Keys, S3, N - 1, [{Op1, Res} | Acc]).

rnd(S, N) -> S1 = (S * 1103515245 + 12345) band 16#7fffffff, {(S1 bsr 8) rem N, S1}.

key(J) ->
    case J rem 9 of
        0 -> J; 1 -> list_to_atom("k" ++ integer_to_list(J)); 2 -> {k, J}; 3 -> float(J - 3); 4 -> [J, $a]; 5 -> #{k => J};
        6 -> (1 bsl 70) + J; 7 -> <<J, J>>; 8 -> {[J], #{J => J}}
    end.

srt(L) -> lists:sort(fun(A, B) -> erts_internal:cmp_term(A, B) =< 0 end, L).

op(0, M, K, _, A, _) -> {M#{K => A}, ok};
op(1, M, K, _, A, _) -> {maps:put(K, A, M), ok};
op(2, M, K, L, A, B) -> {M#{K => A, L => B, {A, B} => 1}, ok};
op(3, M, K, L, A, B) -> {maps:merge(M, maps:from_list([{key(I), I} || I <- lists:seq(A, A + B rem 30)] ++ [{K, 1}, {L, 2}])), ok};
op(4, M, K, _, A, _) -> {M#{K := A}, ok};
op(5, M, K, L, A, B) -> {M#{K := A, L := B}, ok};
op(6, M, K, _, A, _) -> {maps:update(K, A, M), ok};
op(7, M, K, _, _, _) -> {maps:remove(K, M), ok};
op(8, M, K, _, _, _) -> case maps:take(K, M) of {V, M1} -> {M1, V}; error -> {M, error} end;
op(9, M, K, _, _, _) -> {M, maps:get(K, M)};
op(10, M, K, _, _, _) -> {M, maps:find(K, M)};
op(11, M, K, L, _, _) -> {M, {maps:is_key(K, M), is_map_key(L, M)}};
op(12, M, K, _, _, _) -> {M, case M of #{K := V} -> {yes, V}; _ -> no end};
op(13, M, K, L, _, _) -> {M, case M of #{K := V, L := V} -> same; #{K := V, L := W} -> {V, W}; _ -> no end};
op(14, M, _, _, A, _) -> {maps:filter(fun(_, V) -> V =/= A end, M), ok};
op(15, M, _, _, _, _) -> {M, srt(maps:keys(M))};
op(16, M, _, _, _, _) -> {M, srt(maps:values(M))};
op(17, M, _, _, _, _) -> {M, {maps:fold(fun(_, V, S) -> V + S end, 0, M), lists:zip(maps:keys(M), maps:values(M)) -- iter(maps:next(maps:iterator(M)))}};
op(18, M, _, _, A, _) -> {M, maps:without([key(I) || I <- lists:seq(0, A)], M) =:= maps:filter(fun(K, _) -> not lists:member(K, [key(I) || I <- lists:seq(0, A)]) end, M)};
op(19, M, K, _, _, _) -> M1 = M#{K => x}, {M, {M1 =:= M, M1 == maps:remove(K, M1), maps:remove(K, M1) =:= maps:remove(K, M), M1 < M, M =:= maps:from_list(maps:to_list(M))}};
op(20, M, _, _, _, _) -> {M, {erlang:phash2(M), srt([M, #{}, #{1 => 2}])}};
op(21, M, _, _, _, _) -> {M, lists:sort(maps:to_list(M)) == lists:sort(iter(maps:next(maps:iterator(M))))};
op(22, M, K, _, _, _) -> {maps:update_with(K, fun(V) -> V + 1 end, 0, M), ok};
op(23, M, _, _, _, B) -> {case B rem 5 of 0 -> maps:with(lists:sublist(srt(maps:keys(M)), 20), M); _ -> M end, ok}.

iter(none) -> [];
iter({K, V, I}) -> [{K, V} | iter(maps:next(I))].
