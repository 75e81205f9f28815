%% an LRU cache, a Bloom filter, a ring buffer and union-find
-module(algo_lru_bloom).
-export([main/0]).

main() ->
    C = lists:foldl(fun lru/2, {lru, 3, 0, #{}, [], []}, [{put, a, 1}, {put, b, 2}, {get, a}, {put, c, 3}, {put, d, 4}, {get, b}, {get, a}, {get, d}]),
    {lru, _, _, M, _, Log} = C,
    io:format("~w ~w~n", [lists:sort(maps:keys(M)), lists:reverse(Log)]),
    B = lists:foldl(fun bloom_add/2, <<0:1024>>, [integer_to_binary(I) || I <- lists:seq(1, 60)]),
    io:format("~w ~w~n", [lists:all(fun(I) -> bloom_has(integer_to_binary(I), B) end, lists:seq(1, 60)), length([I || I <- lists:seq(61, 1000), bloom_has(integer_to_binary(I), B)]) < 200]),
    U = lists:foldl(fun({A, D}, P) -> union(A, D, P) end, maps:from_list([{I, I} || I <- lists:seq(1, 10)]), [{1, 2}, {3, 4}, {2, 3}, {5, 6}, {9, 10}, {6, 10}]),
    io:format("~w~n", [lists:sort(maps:values(maps:groups_from_list(fun(I) -> find(I, U) end, lists:seq(1, 10))))]),
    io:format("~w~n", [lists:foldl(fun(X, R) -> push(X, R) end, {ring, 4, []}, lists:seq(1, 10))]).

lru({put, K, V}, {lru, Max, T, M, Old, Log}) ->
    M2 = M#{K => {V, T}},
    M3 = case map_size(M2) > Max of
             true ->
                 [{_, Oldest} | _] = lists:sort([{Tk, Kk} || {Kk, {_, Tk}} <- maps:to_list(M2)]),
                 maps:remove(Oldest, M2);
             false -> M2
         end,
    {lru, Max, T + 1, M3, Old, Log};
lru({get, K}, {lru, Max, T, M, Old, Log}) ->
    case M of
        #{K := {V, _}} -> {lru, Max, T + 1, M#{K := {V, T}}, Old, [{hit, K, V} | Log]};
        _ -> {lru, Max, T + 1, M, Old, [{miss, K} | Log]}
    end.

bloom_bits(X) -> [erlang:phash2({I, X}, 1024) || I <- [1, 2, 3]].
bloom_add(X, B) -> lists:foldl(fun(N, A) -> <<P:N/bits, _:1, R/bits>> = A, <<P/bits, 1:1, R/bits>> end, B, bloom_bits(X)).
bloom_has(X, B) -> lists:all(fun(N) -> <<_:N, Bit:1, _/bits>> = B, Bit =:= 1 end, bloom_bits(X)).

find(X, P) ->
    case P of
        #{X := X} -> X;
        #{X := Y} -> find(Y, P)
    end.
union(A, B, P) -> P#{find(A, P) := find(B, P)}.

push(X, {ring, N, L}) when length(L) < N -> {ring, N, L ++ [X]};
push(X, {ring, N, [_ | T]}) -> {ring, N, T ++ [X]}.
