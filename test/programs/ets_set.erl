%% a set table: insert, lookup, replace, delete and take
-module(ets_set).
-export([main/0]).
-import(prog, [show/2]).

main() ->
    T = ets:new(t, []),
    io:format("~w~n", [[ets:insert(T, {a, 1}), ets:insert(T, [{b, 2}, {c, 3, x}, {a, 9}]), ets:insert_new(T, {a, 0}), ets:insert_new(T, [{d, 4}, {e, 5}]), ets:insert_new(T, [{f, 4}, {e, 5}])]]),
    io:format("~w~n", [lists:sort(ets:tab2list(T))]),
    io:format("~w~n", [[ets:lookup(T, K) || K <- [a, b, nope]]]),
    io:format("~w~n", [[ets:member(T, c), ets:member(T, q), ets:lookup_element(T, c, 3), ets:info(T, size)]]),
    io:format("~w~n", [[ets:take(T, c), ets:take(T, c), ets:delete(T, a), ets:delete(T, a), ets:delete_object(T, {b, 3}), ets:delete_object(T, {b, 2})]]),
    io:format("~w~n", [lists:sort(ets:tab2list(T))]),
    io:format("~w~n", [[ets:insert(T, {1, int}), ets:insert(T, {1.0, float}), ets:lookup(T, 1), ets:lookup(T, 1.0)]]),
    io:format("~w~n", [[ets:delete_all_objects(T), ets:tab2list(T), ets:delete(T)]]),
    show("deleted", fun() -> ets:lookup(T, a) end),
    U = ets:new(u, [{keypos, 2}]),
    ets:insert(U, [{x, 1}, {y, 2}]),
    io:format("~w~n", [[ets:lookup(U, 2), ets:info(U, keypos)]]),
    show("no key", fun() -> ets:insert(U, {x}) end),
    show("not a tuple", fun() -> ets:insert(U, [{x, 1}, y]) end),
    show("lookup_element", fun() -> ets:lookup_element(U, 7, 1) end),
    show("lookup_element position", fun() -> ets:lookup_element(U, 1, 3) end),
    show("bad option", fun() -> ets:new(u, [nosuch]) end),
    show("name", fun() -> ets:new("u", []) end).
