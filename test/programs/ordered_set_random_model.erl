%% an ordered set against an ordered list
-module(ordered_set_random_model).
-export([main/0]).

main() ->
    T = ets:new(t, [ordered_set]),
    {L, _} = lists:foldl(fun(_, A) -> step(T, A) end, {[], 99}, lists:seq(1, 3000)),
    io:format("~w ~w~n", [ets:info(T, size), length(L)]),
    io:format("~w~n", [ets:tab2list(T) =:= L]),
    io:format("~w~n", [walk(T, ets:first(T)) =:= [K || {K, _} <- L]]),
    io:format("~w~n", [rwalk(T, ets:last(T)) =:= lists:reverse([K || {K, _} <- L])]),
    io:format("~w~n", [erlang:phash2(L)]).

step(T, {L, S}) ->
    S2 = (S * 48271) rem 2147483647,
    K = case S2 rem 3 of 0 -> S2 rem 50; 1 -> {S2 rem 20}; 2 -> (S2 rem 40) / 2 + 0.25 end,
    case S2 div 7 rem 4 of
        0 -> ets:delete(T, K), {orddict:erase(K, L), S2};
        1 ->
            Want = case [X || {X, _} <- L, X > K] of [] -> '$end_of_table'; [X | _] -> X end,
            Want = ets:next(T, K),
            {L, S2};
        2 ->
            Prev = case [X || {X, _} <- lists:reverse(L), X < K] of [] -> '$end_of_table'; [X | _] -> X end,
            Prev = ets:prev(T, K),
            {L, S2};
        _ -> ets:insert(T, {K, S2}), {orddict:store(K, S2, L), S2}
    end.

walk(_, '$end_of_table') -> [];
walk(T, K) -> [K | walk(T, ets:next(T, K))].
rwalk(_, '$end_of_table') -> [];
rwalk(T, K) -> [K | rwalk(T, ets:prev(T, K))].
