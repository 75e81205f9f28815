%% construction, update, lookup and their errors
-module(map_basic).
-export([main/0]).
-import(prog, [id/1, show/2, normal/1]).

main() ->
    M = id(#{1 => one, "two" => 2, {3} => [three], 4.0 => four}),
    io:format("~w~n", [[map_size(M), maps:get(1, M), maps:get("two", M), maps:get(nope, M, default), maps:find({3}, M), maps:find(4, M)]]),
    io:format("~w~n", [[is_map_key(4.0, M), is_map_key(4, M), maps:is_key(1, M), map_get({3}, M)]]),
    io:format("~p~n", [normal(M#{1 := uno, 5 => five})]),
    io:format("~p~n", [normal(maps:put(1, x, maps:remove("two", M)))]),
    show("update missing", fun() -> M#{nope := 1} end),
    show("update non-map", fun() -> (id(a))#{k => 1} end),
    show("exact update non-map", fun() -> (id([]))#{k := 1} end),
    show("get", fun() -> maps:get(nope, M) end),
    show("map_get", fun() -> map_get(nope, M) end),
    show("get non-map", fun() -> maps:get(a, id(b)) end),
    show("map_size", fun() -> map_size(id({})) end),
    show("update/3", fun() -> maps:update(nope, 1, M) end),
    show("update/3 there", fun() -> maps:get(1, maps:update(1, neu, M)) end),
    show("take", fun() -> normal(maps:take(1, M)) end),
    show("take none", fun() -> maps:take(zz, M) end),
    show("is_key", fun() -> is_map_key(a, id(b)) end),
    K = id(key),
    io:format("~w~n", [#{K => 1, key => 2}]),
    io:format("~w~n", [#{1 => a, 1.0 => b, 1 => c} =:= #{1 => c, 1.0 => b}]).
