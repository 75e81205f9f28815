%% What test/embed/interop.test.ts runs: JavaScript from Erlang.
-module(interop).
-compile([export_all, nowarn_export_all]).

basics() ->
    G = js:global(),
    Math = js:get(G, 'Math'),
    5.0 = js:call(Math, sqrt, [25.0]) + 0.0,
    List = js:object([3, 1, 2]),
    true = js:is_object(List),
    3 = js:get(List, length),
    1 = js:get(List, 1),
    ok = js:set(List, 1, 10),
    [3, 10, 2] = js:value(List),
    <<"3-10-2">> = js:call(List, join, [<<"-">>]),
    O = js:object(#{name => <<"x">>, list => [1, 2.5], flag => true, none => null, word => text}),
    #{<<"name">> := <<"x">>, <<"list">> := [1, 2.5], <<"flag">> := true, <<"none">> := null, <<"word">> := <<"text">>} =
        js:value(O),
    O = js:call(O, valueOf, []),
    undefined = js:get(O, missing),
    Date = js:new(js:get(G, 'Date'), [0]),
    <<"1970-01-01T00:00:00.000Z">> = js:call(Date, 'toISOString', []),
    [object, function, string, number, boolean, undefined, null, bigint] =
        [js:typeof(X) || X <- [Date, js:get(G, 'Date'), <<"a">>, 1, true, undefined, null, 1 bsl 60]],
    Bytes = js:new(js:get(G, 'Uint8Array'), [js:object([1, 2, 3])]),
    <<1, 2, 3>> = js:value(Bytes),
    ok.

errors() ->
    G = js:global(),
    [catch_error(F) || F <- [
        fun() -> js:call(G, nothing, []) end,
        fun() -> js:get(undefined, x) end,
        fun() -> js:call(js:get(G, 'JSON'), parse, [<<"{">>]) end,
        fun() -> js:apply(js:get(G, thrower), []) end,
        fun() -> js:get(G, {}) end,
        fun() -> js:call(G, f, [a | b]) end,
        fun() -> js:new(1, []) end
    ]].

catch_error(F) ->
    try F() of V -> {value, V} catch C:R -> {C, R} end.

promises() ->
    G = js:global(),
    Later = fun(Ms, V) -> js:call(G, later, [Ms, V]) end,
    1 = js:await(Later(5, 1)),
    Self = self(),
    %% Only that process waits.
    spawn(fun() -> Self ! {slow, js:await(Later(50, slow))} end),
    receive {slow, _} -> error(too_early) after 5 -> ok end,
    Ref = js:notify(Later(1, 2)),
    receive {js_promise, Ref, {ok, 2}} -> ok end,
    Bad = js:notify(js:call(G, rejects, [<<"no">>])),
    receive {js_promise, Bad, {error, {js_error, <<"Error">>, <<"no">>}}} -> ok end,
    {error, {js_error, <<"Error">>, <<"never">>}} = catch_error(fun() -> js:await(js:call(G, rejects, [<<"never">>])) end),
    receive {slow, <<"slow">>} -> ok end,
    7 = js:await(7),
    %% A process that is killed while it waits.
    {P, M} = spawn_monitor(fun() -> js:await(Later(20, 1)) end),
    erlang:yield(),
    exit(P, kill),
    receive {'DOWN', M, process, P, killed} -> ok end,
    ok = js:await(Later(30, undefined_is_fine)) =:= <<"undefined_is_fine">> andalso ok.

callbacks() ->
    G = js:global(),
    %% A fun is a function that returns a promise.
    42 = js:await(js:call(G, twice, [fun(X) -> X * 2 end, 21])),
    Self = self(),
    js:call(G, twice, [fun(X) -> Self ! {called, X}, nothing end, 1]),
    receive {called, 1} -> ok end,
    %% One that answers at once.
    Sorted = js:object([3, 1, 2]),
    js:call(Sorted, sort, [js:callback(fun(A, B) -> B - A end)]),
    [3, 2, 1] = js:value(Sorted),
    Deep = js:callback(fun(N) -> lists:sum(lists:seq(1, N)) end),
    5000050000 = js:apply(Deep, [100000]),
    Nested = js:callback(fun(X) -> js:apply(js:callback(fun(Y) -> Y + 1 end), [X]) + 1 end),
    3 = js:apply(Nested, [1]),
    [catch_error(fun() -> js:apply(js:callback(F), []) end) || F <- [
        fun() -> receive never -> ok end end,
        fun() -> error(inside) end,
        fun Loop() -> Loop() end
    ]].

events() ->
    G = js:global(),
    Target = js:new(js:get(G, 'EventTarget'), []),
    Ref = js:listen(Target, ping),
    Fire = fun() -> js:call(Target, 'dispatchEvent', [js:new(js:get(G, 'Event'), [<<"ping">>])]) end,
    Fire(),
    receive {js_event, Ref, Event} -> <<"ping">> = js:get(Event, type) end,
    js:unlisten(Ref),
    Fire(),
    receive {js_event, _, _} -> error(still_listening) after 5 -> ok end,
    %% A listener goes with its process.
    Self = self(),
    {P, M} = spawn_monitor(fun() -> js:listen(Target, ping), Self ! on end),
    receive on -> ok end,
    receive {'DOWN', M, process, P, normal} -> ok end,
    Fire(),
    ok.

same(X) -> X.

stop_inside() -> js:call(js:global(), stop, []), receive never -> ok end.
kill_inside() -> js:call(js:global(), kill, [self()]), receive never -> ok end.
