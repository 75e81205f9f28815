%% an ordered set is walked in term order, 1 and 1.0 being one key
-module(ets_ordered_set).
-export([main/0]).

main() ->
    T = ets:new(t, [ordered_set]),
    Keys = [5, 1, 3.5, b, a, {x}, "s", <<>>, -1, 1 bsl 70, [], #{}],
    [ets:insert(T, {K, I}) || {I, K} <- lists:zip(lists:seq(1, length(Keys)), Keys)],
    io:format("~w~n", [ets:tab2list(T)]),
    io:format("~w~n", [[ets:first(T), ets:last(T), ets:next(T, 1), ets:next(T, 2), ets:prev(T, a), ets:prev(T, -1), ets:next(T, <<>>)]]),
    io:format("~w~n", [walk(T, ets:first(T))]),
    %% The answer at the end is no key to go on from, whatever there is behind it.
    io:format("~w~n", [lists:usort([try ets:F(T, '$end_of_table') catch error:R -> R end || F <- [next, prev, next_lookup, prev_lookup], erlang:function_exported(ets, F, 2)])]),
    io:format("~w~n", [[ets:insert(T, {1.0, float}), ets:lookup(T, 1), ets:insert(T, {5.0, x}), ets:member(T, 5), ets:info(T, size)]]),
    io:format("~w~n", [ets:select(T, [{{'$1', '_'}, [{'<', '$1', 4}], ['$1']}])]),
    io:format("~w~n", [ets:select_reverse(T, [{{'$1', '_'}, [{is_atom, '$1'}], ['$1']}])]),
    [ets:insert(T, {I, I}) || I <- lists:seq(1, 5000)],
    [ets:delete(T, I) || I <- lists:seq(1, 5000, 2)],
    io:format("~w~n", [[ets:info(T, size), ets:next(T, 100), ets:prev(T, 100), ets:next(T, 101)]]),
    io:format("~w~n", [lists:sum([X || {X, X} <- ets:tab2list(T), is_integer(X)])]),
    io:format("~w~n", [[ets:slot(T, 0), ets:slot(T, ets:info(T, size))]]).

walk(_, '$end_of_table') -> [];
walk(T, K) -> [K | walk(T, ets:next(T, K))].
