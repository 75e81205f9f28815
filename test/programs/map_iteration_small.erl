%% to_list, keys, values, fold and iterators of small maps come in term order of integer keys
-module(map_iteration_small).
-export([main/0]).

main() ->
    M = maps:from_list([{K, K * 2} || K <- [5, 3, 9, 1, 7, -2]]),
    io:format("~w~n", [maps:to_list(M)]),
    io:format("~w~n", [{maps:keys(M), maps:values(M)}]),
    io:format("~w~n", [maps:fold(fun(K, _, A) -> [K | A] end, [], M)]),
    io:format("~w~n", [maps:next(maps:iterator(M)) =/= none]),
    io:format("~w~n", [M]),
    io:format("~p~n", [maps:map(fun(K, V) -> K + V end, M)]),
    io:format("~w~n", [#{3 => c, 1 => a, 2 => b}]),
    io:format("~w~n", [maps:to_list(#{<<"b">> => 1, <<"a">> => 2, <<"ab">> => 3})]),
    io:format("~w~n", [maps:to_list(#{{2} => 1, {1, 1} => 2, {1} => 3})]),
    io:format("~w~n", [maps:to_list(#{"b" => 1, "a" => 2, [] => 3})]).
