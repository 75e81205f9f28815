%% the functions of maps
-module(map_module).
-export([main/0]).
-import(prog, [id/1, show/2]).

main() ->
    M = #{1 => a, 2 => b, 3 => c},
    io:format("~w~n", [[maps:to_list(M), maps:keys(M), maps:values(M), maps:size(M), maps:new()]]),
    io:format("~w~n", [[maps:map(fun(K, V) -> {K, V} end, M), maps:filter(fun(K, _) -> K > 1 end, M), maps:fold(fun(K, V, A) -> [{K, V} | A] end, [], M)]]),
    io:format("~w~n", [[maps:merge(M, #{2 => x, 4 => y}), maps:merge_with(fun(_, A, B) -> {A, B} end, M, #{2 => x, 4 => y}), maps:intersect(M, #{2 => x, 4 => y}), maps:intersect_with(fun(_, A, B) -> {A, B} end, M, #{2 => x})]]),
    io:format("~w~n", [[maps:with([1, 9], M), maps:without([1, 9], M), maps:update_with(2, fun(V) -> {V} end, M), maps:update_with(9, fun(V) -> {V} end, init, M)]]),
    io:format("~w~n", [[maps:from_list([{1, a}, {2, b}, {1, c}]), maps:from_keys([1, 2, 1], v), maps:filtermap(fun(1, _) -> true; (2, _) -> {true, z}; (_, _) -> false end, M)]]),
    io:format("~w~n", [[maps:groups_from_list(fun(X) -> X rem 3 end, lists:seq(1, 9)), maps:groups_from_list(fun(X) -> X rem 2 end, fun(X) -> -X end, lists:seq(1, 5))]]),
    It = maps:iterator(M),
    io:format("~w~n", [iterate(maps:next(It))]),
    show("from_list", fun() -> maps:from_list([a]) end),
    show("from_list improper", fun() -> maps:from_list([{a, 1} | b]) end),
    show("merge", fun() -> maps:merge(M, id(a)) end),
    show("update_with", fun() -> maps:update_with(zz, fun(V) -> V end, M) end),
    show("map", fun() -> maps:map(fun(V) -> V end, M) end),
    show("keys", fun() -> maps:keys(id([])) end),
    show("fold", fun() -> maps:fold(fun(_, _, A) -> A end, 0, id(a)) end).

iterate(none) -> [];
iterate({K, V, I}) -> [{K, V} | iterate(maps:next(I))].
