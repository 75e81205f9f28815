%% update_counter and update_element in all their forms
-module(ets_counters).
-export([main/0]).
-import(prog, [show/2]).

main() ->
    T = ets:new(t, []),
    ets:insert(T, [{c, 10, 20, a}, {f, 1.5}]),
    io:format("~w~n", [[ets:update_counter(T, c, 1), ets:update_counter(T, c, {3, 5}), ets:update_counter(T, c, {2, -100, 0, 50}), ets:update_counter(T, c, {3, 100, 99, 0})]]),
    io:format("~w~n", [[ets:update_counter(T, c, [{2, 1}, {2, 1}, {3, -1}]), ets:update_counter(T, c, []), ets:update_counter(T, n, 1, {n, 5}), ets:update_counter(T, n, {2, 1 bsl 80}, {n, 5})]]),
    io:format("~w~n", [[ets:update_element(T, c, {4, z}), ets:update_element(T, c, [{2, b}, {3, c}]), ets:update_element(T, nope, {2, x}), ets:lookup(T, c)]]),
    show("key", fun() -> ets:update_element(T, c, {1, x}) end),
    show("position", fun() -> ets:update_element(T, c, {9, x}) end),
    show("no counter", fun() -> ets:update_counter(T, c, {4, 1}) end),
    show("no key", fun() -> ets:update_counter(T, nope, 1) end),
    show("float", fun() -> ets:update_counter(T, f, 1) end),
    show("float increment", fun() -> ets:update_counter(T, n, 1.0) end),
    show("several, one bad", fun() -> ets:update_counter(T, n, [{2, 1}, {5, 1}]) end),
    io:format("~w~n", [ets:lookup(T, n)]),
    L = [ets:update_counter(T, {word, W}, 1, {{word, W}, 0}) || W <- [a, b, a, a, c, b]],
    io:format("~w ~w~n", [L, lists:sort(ets:select(T, [{{{word, '$1'}, '$2'}, [], [{{'$1', '$2'}}]}]))]).
