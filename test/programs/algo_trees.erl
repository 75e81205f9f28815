%% AVL trees, red-black trees, tries and heaps
-module(algo_trees).
-export([main/0]).

main() ->
    Keys = [(X * 37) rem 101 || X <- lists:seq(1, 100)],
    A = lists:foldl(fun avl_insert/2, nil, Keys),
    io:format("~w ~w ~w~n", [avl_list(A) =:= lists:sort(Keys), h(A), avl_ok(A)]),
    R = lists:foldl(fun rb_insert/2, e, Keys),
    io:format("~w ~w ~w~n", [rb_list(R) =:= lists:sort(Keys), rb_depth(R), rb_black(R)]),
    T = lists:foldl(fun({W, V}, Acc) -> trie_put(W, V, Acc) end, {none, #{}}, [{"tea", 1}, {"ten", 2}, {"to", 3}, {"inn", 4}, {"in", 5}, {"", 0}]),
    io:format("~w~n", [[trie_get(W, T) || W <- ["tea", "te", "to", "inn", "i", "", "zzz"]]]),
    io:format("~p~n", [lists:sort(trie_words(T))]),
    io:format("~w~n", [seg_query(seg(list_to_tuple(lists:seq(1, 64)), 1, 64), 10, 20)]).

h(nil) -> 0;
h({H, _, _, _}) -> H.
node(L, K, R) -> {1 + max(h(L), h(R)), L, K, R}.
avl_insert(K, nil) -> node(nil, K, nil);
avl_insert(K, {_, L, X, R}) when K < X -> bal(avl_insert(K, L), X, R);
avl_insert(K, {_, L, X, R}) when K > X -> bal(L, X, avl_insert(K, R));
avl_insert(_, T) -> T.
bal(L, K, R) ->
    case h(L) - h(R) of
        2 ->
            {_, LL, LK, LR} = L,
            case h(LL) >= h(LR) of
                true -> node(LL, LK, node(LR, K, R));
                false -> {_, A, M, B} = LR, node(node(LL, LK, A), M, node(B, K, R))
            end;
        -2 ->
            {_, RL, RK, RR} = R,
            case h(RR) >= h(RL) of
                true -> node(node(L, K, RL), RK, RR);
                false -> {_, A, M, B} = RL, node(node(L, K, A), M, node(B, RK, RR))
            end;
        _ -> node(L, K, R)
    end.
avl_list(nil) -> [];
avl_list({_, L, K, R}) -> avl_list(L) ++ [K | avl_list(R)].
avl_ok(nil) -> true;
avl_ok({_, L, _, R}) -> abs(h(L) - h(R)) < 2 andalso avl_ok(L) andalso avl_ok(R).

rb_insert(K, T) ->
    {_, L, X, R} = rb_ins(K, T),
    {b, L, X, R}.
rb_ins(K, e) -> {r, e, K, e};
rb_ins(K, {C, L, X, R}) when K < X -> rb_bal(C, rb_ins(K, L), X, R);
rb_ins(K, {C, L, X, R}) when K > X -> rb_bal(C, L, X, rb_ins(K, R));
rb_ins(_, T) -> T.
rb_bal(b, {r, {r, A, X, B}, Y, C}, Z, D) -> {r, {b, A, X, B}, Y, {b, C, Z, D}};
rb_bal(b, {r, A, X, {r, B, Y, C}}, Z, D) -> {r, {b, A, X, B}, Y, {b, C, Z, D}};
rb_bal(b, A, X, {r, {r, B, Y, C}, Z, D}) -> {r, {b, A, X, B}, Y, {b, C, Z, D}};
rb_bal(b, A, X, {r, B, Y, {r, C, Z, D}}) -> {r, {b, A, X, B}, Y, {b, C, Z, D}};
rb_bal(C, L, X, R) -> {C, L, X, R}.
rb_list(e) -> [];
rb_list({_, L, K, R}) -> rb_list(L) ++ [K | rb_list(R)].
rb_depth(e) -> 0;
rb_depth({_, L, _, R}) -> 1 + max(rb_depth(L), rb_depth(R)).
rb_black(e) -> 0;
rb_black({b, L, _, _}) -> 1 + rb_black(L);
rb_black({r, L, _, _}) -> rb_black(L).

trie_put([], V, {_, M}) -> {{v, V}, M};
trie_put([C | W], V, {X, M}) -> {X, M#{C => trie_put(W, V, maps:get(C, M, {none, #{}}))}}.
trie_get([], {{v, V}, _}) -> V;
trie_get([C | W], {_, M}) when is_map_key(C, M) -> trie_get(W, maps:get(C, M));
trie_get(_, _) -> undefined.
trie_words({X, M}) -> [[] || X =/= none] ++ [[C | W] || {C, T} <- maps:to_list(M), W <- trie_words(T)].

seg(T, I, I) -> {element(I, T), I, I};
seg(T, I, J) ->
    M = (I + J) div 2,
    L = seg(T, I, M),
    R = seg(T, M + 1, J),
    {element(1, L) + element(1, R), I, J, L, R}.
seg_query({S, I, J}, A, B) when I >= A, J =< B -> S;
seg_query({S, I, J, _, _}, A, B) when I >= A, J =< B -> S;
seg_query({_, I, J, L, R}, A, B) when I =< B, J >= A -> seg_query(L, A, B) + seg_query(R, A, B);
seg_query(_, _, _) -> 0.
