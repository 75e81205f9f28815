%% a map goes through random operations together with a list as its model
-module(maps_random_model).
-export([main/0]).

main() ->
    {M, L, _} = lists:foldl(fun step/2, {#{}, [], 42}, lists:seq(1, 3000)),
    io:format("~w ~w~n", [map_size(M), length(L)]),
    io:format("~w~n", [lists:sort(maps:to_list(M)) =:= lists:keysort(1, L)]),
    io:format("~w~n", [erlang:phash2(M)]),
    io:format("~w~n", [M =:= maps:from_list(L)]).

step(_, {M, L, S}) ->
    S2 = (S * 48271) rem 2147483647,
    K = key(S2 rem 200),
    case S2 div 200 rem 5 of
        0 -> {maps:remove(K, M), lists:keydelete(K, 1, L), S2};
        1 when is_map_key(K, M) -> {M#{K := S2}, lists:keystore(K, 1, L, {K, S2}), S2};
        2 -> {maps:put(K, x, M), lists:keystore(K, 1, L, {K, x}), S2};
        3 ->
            case {M, lists:keyfind(K, 1, L)} of
                {#{K := V}, {K, V}} -> ok;
                {_, false} -> false = maps:is_key(K, M)
            end,
            {M, L, S2};
        _ -> {M#{K => S2}, lists:keystore(K, 1, L, {K, S2}), S2}
    end.

key(N) when N rem 4 =:= 0 -> N;
key(N) when N rem 4 =:= 1 -> {k, N};
key(N) when N rem 4 =:= 2 -> integer_to_binary(N);
key(N) -> [N, a].
