%% match specifications with repeated variables, nested patterns and constants that look like variables
-module(ets_variables).
-export([main/0]).

main() ->
    T = ets:new(t, [ordered_set]),
    ets:insert(T, [{1, {a, [b, c]}, '$1'}, {2, {a, a}, '_'}, {3, {x, [x | y]}, #{k => v}}, {4, "str", <<"bin">>}, {5, 1.0, 1}, {6, 1, 1}, {7, [], {}}]),
    io:format("~w~n", [ets:match(T, {'$1', {'$2', '$2'}, '_'})]),
    io:format("~w~n", [ets:match(T, {'$1', {'$2', ['$2' | '$3']}, '_'})]),
    io:format("~w~n", [ets:match(T, {'$1', '_', #{k => '$2'}})]),
    io:format("~w~n", [ets:match(T, {'$1', [$s | '$2'], '_'})]),
    io:format("~w~n", [ets:match(T, {'$1', '$2', '$2'})]),
    io:format("~w~n", [ets:match(T, {'$1', 1, '_'})]),
    io:format("~w~n", [ets:match(T, {'$1', '_', <<"bin">>})]),
    io:format("~w~n", [ets:select(T, [{{'$1', '_', {const, '$1'}}, [], ['$1']}])]),
    io:format("~w~n", [ets:select(T, [{{'$1', '_', '$2'}, [{'=:=', '$2', {const, '$1'}}], ['$1']}])]),
    io:format("~w~n", [ets:select(T, [{{'$1', '_', '$2'}, [{'=:=', '$2', {const, '_'}}], ['$1']}])]),
    io:format("~w~n", [ets:select(T, [{{'$1', '$9', '_'}, [{is_float, '$9'}], [{{'$9', '$1'}}]}])]),
    io:format("~w~n", [ets:select(T, [{{'$1', '$2', '_'}, [{'==', '$2', 1}], ['$1']}])]),
    io:format("~w~n", [ets:select(T, [{{'$1', '$2', '_'}, [{is_list, '$2'}], [['$1' | '$2']]}])]),
    io:format("~w~n", [ets:select(T, [{{7, '$1', '$2'}, [], [{{'$1', '$2', {{}}, []}}]}])]).
