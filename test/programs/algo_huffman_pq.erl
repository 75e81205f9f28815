%% priority queues of three kinds give the same order
-module(algo_huffman_pq).
-export([main/0]).

main() ->
    L = [(X * 7919) rem 1013 || X <- lists:seq(1, 200)],
    A = drain_heap(lists:foldl(fun(X, H) -> merge(H, {X, nil, nil, 1}) end, nil, L)),
    B = drain_gb(lists:foldl(fun({I, X}, S) -> gb_sets:add({X, I}, S) end, gb_sets:new(), lists:enumerate(L))),
    C = drain_ets(L),
    io:format("~w~n", [[A =:= lists:sort(L), A =:= B, B =:= C]]),
    io:format("~w~n", [lists:sublist(A, 15)]),
    io:format("~w~n", [schedule([{3, a, 5}, {1, b, 2}, {2, c, 1}, {1, d, 4}, {9, e, 1}])]).

merge(nil, H) -> H;
merge(H, nil) -> H;
merge({X, L, R, _}, {Y, _, _, _} = B) when X =< Y -> make(X, L, merge(R, B));
merge(A, {Y, L, R, _}) -> make(Y, L, merge(R, A)).
make(X, A, B) ->
    case rank(A) >= rank(B) of
        true -> {X, A, B, rank(B) + 1};
        false -> {X, B, A, rank(A) + 1}
    end.
rank(nil) -> 0;
rank({_, _, _, R}) -> R.

drain_heap(nil) -> [];
drain_heap({X, L, R, _}) -> [X | drain_heap(merge(L, R))].

drain_gb(S) ->
    case gb_sets:is_empty(S) of
        true -> [];
        false -> {{X, _}, S2} = gb_sets:take_smallest(S), [X | drain_gb(S2)]
    end.

drain_ets(L) ->
    T = ets:new(q, [ordered_set]),
    [ets:insert(T, {{X, I}}) || {I, X} <- lists:enumerate(L)],
    pop(T).
pop(T) ->
    case ets:first(T) of
        '$end_of_table' -> [];
        {X, _} = K -> ets:delete(T, K), [X | pop(T)]
    end.

%% Shortest job first, as jobs arrive.
schedule(Jobs) -> schedule(lists:sort(Jobs), [], 0).
schedule([], [], _) -> [];
schedule([{At, _, _} | _] = Js, [], T) when At > T -> schedule(Js, [], At);
schedule(Js, Ready, T) ->
    {Now, Later} = lists:splitwith(fun({At, _, _}) -> At =< T end, Js),
    [{Len, N} | Rest] = lists:sort(Ready ++ [{Len, N} || {_, N, Len} <- Now]),
    [{N, T, T + Len} | schedule(Later, Rest, T + Len)].
