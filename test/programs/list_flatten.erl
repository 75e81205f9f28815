%% flatten, append and string building with deep lists
-module(list_flatten).
-export([main/0]).
-import(prog, [show/2]).

main() ->
    Deep = nest(10000),
    io:format("~p~n", [length(lists:flatten(Deep))]),
    io:format("~w~n", [lists:flatten([1, [2, [3, [[]], 4]], [], [[[[5]]]]])]),
    io:format("~w~n", [lists:flatten([[1], [2]], tail)]),
    io:format("~p~n", [lists:flatlength([1, [2, [3]], "abc"])]),
    io:format("~p~n", [iolist_to_binary([1, [<<2>>, [3 | <<4>>]], "abc" | <<"tail">>])]),
    show("improper", fun() -> lists:flatten([1 | 2]) end),
    io:format("~p~n", [lists:prefix("ab", "abc")]),
    io:format("~p~n", [lists:suffix("bc", "abc")]),
    io:format("~p~n", [lists:join(x, [1, 2, 3])]).

nest(0) -> [z];
nest(N) -> [N, nest(N - 1)].
