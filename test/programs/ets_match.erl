%% match, match_object, match_delete and their continuations
-module(ets_match).
-export([main/0]).

main() ->
    T = ets:new(t, [ordered_set]),
    ets:insert(T, [{1, a, x}, {2, b, y}, {3, a, z}, {4, {n, 1}, x}, {5, {n, 2}, y}, {6, "s", []}]),
    io:format("~w~n", [ets:match(T, {'$1', a, '_'})]),
    io:format("~w~n", [ets:match(T, {'$2', {n, '$1'}, '$3'})]),
    io:format("~w~n", [ets:match_object(T, {'_', '_', x})]),
    io:format("~w~n", [ets:match(T, {'_', '$1', '$1'})]),
    io:format("~w~n", [ets:match(T, '$1')]),
    io:format("~w~n", [ets:match(T, {3, '$1', '$2'})]),
    io:format("~w~n", [pages(ets:match(T, {'$1', '_', '_'}, 2))]),
    io:format("~w~n", [pages2(ets:match_object(T, '_', 4))]),
    io:format("~w~n", [ets:match_delete(T, {'_', a, '_'})]),
    io:format("~w~n", [ets:tab2list(T)]),
    io:format("~w~n", [ets:match_delete(T, '_')]),
    io:format("~w~n", [ets:tab2list(T)]).

pages('$end_of_table') -> [];
pages({L, C}) -> [L | pages(ets:match(C))].

pages2('$end_of_table') -> [];
pages2({L, C}) -> [length(L) | pages2(ets:match_object(C))].
