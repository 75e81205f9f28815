%% a fixed table is walked while objects are deleted and inserted
-module(ets_traversal_fixed).
-export([main/0]).

main() ->
    [begin
         T = ets:new(t, [Type]),
         ets:insert(T, [{I, I} || I <- lists:seq(1, 500)]),
         ets:safe_fixtable(T, true),
         Seen = walk(T, ets:first(T), []),
         ets:safe_fixtable(T, false),
         io:format("~p ~p ~p ~p~n", [Type, length(Seen), lists:usort(Seen) =:= lists:sort(Seen), ets:info(T, size)]),
         io:format("~p~n", [ets:info(T, fixed)]),
         N = ets:foldl(fun({_, V}, A) -> V + A end, 0, T),
         io:format("~p~n", [N]),
         {L1, C} = ets:select(T, [{{'$1', '_'}, [], ['$1']}], 100),
         All = rest(C, L1),
         io:format("~p ~p~n", [length(All), length(lists:usort(All))])
     end || Type <- [set, ordered_set, bag, duplicate_bag]],
    ok.

walk(_, '$end_of_table', Acc) -> Acc;
walk(T, K, Acc) ->
    case K rem 2 of
        0 -> ets:delete(T, K);
        1 -> ok
    end,
    walk(T, ets:next(T, K), [K | Acc]).

rest('$end_of_table', L) -> L;
rest(C, L) ->
    case ets:select(C) of
        '$end_of_table' -> L;
        {More, C2} -> rest(C2, More ++ L)
    end.
