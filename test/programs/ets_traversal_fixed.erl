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
    [io:format("~p ~p~n", [Type, renamed(Type)]) || Type <- [set, ordered_set, bag, duplicate_bag]],
    ok.

%% Continuations of a named table: once it has another name, once another table has its name, once it is gone.
renamed(Type) ->
    named = ets:new(named, [named_table, Type]),
    ets:insert(named, [{1, 2}, {2, 2}, {3, 2}]),
    Pattern = {'$1', 2},
    {_, C1} = ets:select(named, [{Pattern, [], ['$1']}], 2),
    {_, C2} = ets:match(named, Pattern, 2),
    {_, C3} = ets:select_reverse(named, [{Pattern, [], ['$1']}], 2),
    Go = fun() ->
                 [try length(element(1, ets:F(C))) catch error:R -> R end || {F, C} <- [{select, C1}, {match, C2}, {select_reverse, C3}]]
         end,
    ets:rename(named, other),
    Renamed = Go(),
    ets:new(named, [named_table, Type]),
    Two = Go(),
    [ets:delete(T) || T <- [other, named]],
    {Renamed, Two, Go()}.

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
