%% atomics and counters, with wrap-around and errors
-module(misc_atomics_counters).
-export([main/0]).
-import(prog, [id/1, show/2]).

main() ->
    A = atomics:new(3, []),
    io:format("~p~n", [[atomics:put(A, 1, 5), atomics:get(A, 1), atomics:add(A, 1, 3), atomics:add_get(A, 1, -10), atomics:sub(A, 2, 1), atomics:sub_get(A, 2, 1), atomics:exchange(A, 3, 7), atomics:compare_exchange(A, 3, 7, 8), atomics:compare_exchange(A, 3, 7, 9)]]),
    atomics:put(A, 1, (1 bsl 63) - 1),
    io:format("~p~n", [atomics:add_get(A, 1, 1)]),
    U = atomics:new(1, [{signed, false}]),
    io:format("~p~n", [[atomics:sub_get(U, 1, 1), atomics:add_get(U, 1, 2), atomics:put(U, 1, (1 bsl 64) - 1), atomics:get(U, 1)]]),
    io:format("~p~n", [maps:with([size, min, max], atomics:info(U)) =:= #{size => 1, min => 0, max => (1 bsl 64) - 1}]),
    C = counters:new(2, []),
    io:format("~p~n", [[counters:add(C, 1, 10), counters:sub(C, 1, 3), counters:get(C, 1), counters:put(C, 2, -1), counters:get(C, 2), maps:get(size, counters:info(C))]]),
    W = counters:new(1, [write_concurrency]),
    Me = self(),
    [spawn(fun() -> [counters:add(W, 1, 1) || _ <- lists:seq(1, 100)], Me ! ok end) || _ <- lists:seq(1, 10)],
    [receive ok -> ok end || _ <- lists:seq(1, 10)],
    io:format("~p~n", [counters:get(W, 1)]),
    show("index", fun() -> atomics:get(A, 4) end),
    show("index 0", fun() -> atomics:get(A, 0) end),
    show("value", fun() -> atomics:put(A, 1, 1 bsl 64) end),
    show("negative unsigned", fun() -> atomics:put(U, 1, -1) end),
    show("size", fun() -> atomics:new(0, []) end),
    show("option", fun() -> atomics:new(1, [nosuch]) end),
    show("atom", fun() -> atomics:add(A, 1, a) end),
    show("not a ref", fun() -> counters:get(id(make_ref()), 1) end).
