%% Trace sessions: several at once, what each sees, what becomes of them
%% since-release: 27
-module(trace_sessions).
-export([main/0, g/1]).

main() ->
    P = spawn(fun worker/0),
    T = spawn(fun() -> tracer([]) end),
    names([{self(), main}, {P, p}, {T, t}]),
    S1 = trace:session_create(s1, self(), []),
    S2 = trace:session_create(s2, T, []),
    {_, {s1, N1}} = S1,
    {_, {s2, N2}} = S2,
    io:format("~p~n", [N2 - N1]),
    io:format("~p~n", [[trace:process(S1, P, true, [call]), trace:process(S2, P, true, [call, arity])]]),
    io:format("~p~n", [[trace:function(S1, {?MODULE, g, 1}, true, [local]), trace:function(S2, {?MODULE, '_', '_'}, [{'_', [], [{return_trace}]}], [local]) > 10]]),
    erlang:trace(P, true, [call]),
    erlang:trace_pattern({?MODULE, h, 1}, true, [local, call_count]),
    traced("all three", P, fun() -> g(1), h(1) end),
    seen(T),
    io:format("~p~n", [named([trace:info(S1, P, flags), trace:info(S1, P, tracer), trace:info(S2, P, flags), trace:info(S2, P, tracer), erlang:trace_info(P, flags)])]),
    io:format("~p~n", [[trace:info(S1, {?MODULE, g, 1}, all), trace:info(S2, {?MODULE, g, 1}, traced), erlang:trace_info({?MODULE, g, 1}, traced), erlang:trace_info({?MODULE, h, 1}, call_count)]]),
    Ids = fun(Y) -> case trace:session_info(Y) of L when is_list(L) -> [Id || {Id, _} <- L, lists:member(Id, [s1, s2, legacy])]; X -> X end end,
    io:format("~p~n", [[Ids(Y) || Y <- [all, P, {?MODULE, g, 1}, {?MODULE, h, 1}, new, send, 'receive', on_load, new_ports, new_processes]]]),
    io:format("~p~n", [[element(1, prog:try_call(fun() -> trace:session_info(Y) end)) || Y <- [foo, {?MODULE, nono, 1}, {nomod, a, 1}, 1, T]]]),
    Bad = fun(F) -> prog:try_call(F) end,
    io:format("~p~n", [[
        Bad(fun() -> trace:process(S1, P, true, [call, {tracer, self()}]) end),
        Bad(fun() -> trace:function(S1, {?MODULE, g, 1}, true, [{meta, self()}]) end),
        Bad(fun() -> trace:process(foo, P, true, [call]) end),
        Bad(fun() -> trace:process({s1, -1}, P, true, [call]) end),
        Bad(fun() -> trace:session_create(1, self(), []) end),
        Bad(fun() -> trace:session_create(a, foo, []) end),
        Bad(fun() -> trace:session_create(a, self(), [x]) end)]]),
    %% Send, receive, global calls, meta and counts in a session.
    io:format("~p~n", [[trace:send(S1, [{'_', [], [{message, {{hi}}}]}], []), trace:recv(S1, false, [])]]),
    trace:process(S1, P, true, [send, 'receive']),
    traced("send", P, fun() -> me end),
    seen(T),
    io:format("~p~n", [[trace:info(S1, send, match_spec), trace:info(S1, 'receive', match_spec), trace:info(S2, send, match_spec)]]),
    trace:process(S1, P, false, [send, 'receive']),
    erlang:trace(P, false, [all]),
    trace:process(S2, P, false, [call]),
    io:format("~p~n", [[trace:function(S1, {?MODULE, g, 1}, true, []), trace:function(S2, {?MODULE, g, 1}, true, [call_count, call_memory])]]),
    traced("global", P, fun() -> g(1) + ?MODULE:g(2) end),
    io:format("~p~n", [[trace:info(S2, {?MODULE, g, 1}, call_count), trace:info(S1, {?MODULE, g, 1}, traced)]]),
    trace:function(S2, {?MODULE, g, 1}, true, [meta]),
    traced("meta", P, fun() -> g(1) end),
    [io:format("  ~p~n", [named(erlang:delete_element(5, M))]) || M <- get_seen(T)],
    trace:function(S2, {?MODULE, g, 1}, false, [meta]),
    %% New processes.
    trace:process(S2, new, true, [procs]),
    N = spawn(fun() -> ok end),
    names([{N, n} | get(names)]),
    seen(T, N),
    io:format("~p~n", [[Ids(new), trace:info(S1, new, flags), trace:info(S2, new, flags)]]),
    trace:process(S2, new, false, [procs]),
    %% The end.
    io:format("~p~n", [[trace:session_destroy(S1), trace:session_destroy(S1)]]),
    traced("destroyed", P, fun() -> ?MODULE:g(1) end),
    io:format("~p~n", [[Bad(fun() -> trace:process(S1, P, true, [call]) end), Bad(fun() -> trace:info(S1, P, flags) end), Bad(fun() -> trace:session_destroy(foo) end)]]),
    io:format("~p~n", [[trace:process({s2, N2}, P, true, [send]), trace:info({s2, N2}, P, flags)]]),
    io:format("~p~n", [[Ids(Y) || Y <- [all, P, {?MODULE, g, 1}]]]),
    R = trace:delivered(S2, P),
    io:format("~p~n", [receive {trace_delivered, P, R} -> ok end]),
    M = monitor(process, T),
    T ! stop,
    prog:wait_down(M),
    io:format("~p~n", [[trace:info(S2, P, flags), trace:info(S2, P, tracer)]]),
    io:format("~p~n", [trace:session_destroy(S2)]),
    io:format("~p~n", [[Ids(Y) || Y <- [all, P, {?MODULE, g, 1}, {?MODULE, h, 1}]]]),
    erlang:trace_pattern({?MODULE, h, 1}, false, [local, call_count]),
    P ! stop,
    ok.

tracer(L) ->
    receive
        {get, From} -> From ! {got, lists:reverse(L)}, tracer([]);
        stop -> ok;
        M -> tracer([M | L])
    end.

get_seen(T) ->
    T ! {get, self()},
    receive {got, L} -> L end.

seen(T) -> [io:format("  t: ~0p~n", [named(M)]) || M <- get_seen(T)].
seen(T, P) -> timer:sleep(5), [io:format("  t: ~0p~n", [named(M)]) || M <- get_seen(T), element(2, M) =:= P].

g(X) -> prog:id(X).
h(0) -> 0;
h(N) -> h(N - 1).

%% -- A process that is traced: it runs what it is told to.

worker() ->
    receive
        {run, F, From} ->
            From ! {ran, self(), prog:try_call(F)},
            worker();
        {jump, F} -> F();
        stop -> ok
    end.

run(P, F) ->
    P ! {run, F, self()},
    receive {ran, P, V} -> V after 10000 -> timeout end.

%% Runs F in P and prints the trace messages that come of it. Trace messages come before the answer that follows them.
traced(Label, P, F) ->
    V = run(P, F),
    io:format("~s = ~0p~n", [Label, named(V)]),
    collected().

collected() ->
    R = erlang:trace_delivered(all),
    receive {trace_delivered, all, R} -> ok end,
    [io:format("  ~0p~n", [named(M)]) || M <- prog:flush()],
    ok.

%% Pids get names in the order in which they are first seen.
names(Pairs) -> put(names, Pairs).

named(P) when is_pid(P) ->
    Names = get(names),
    case lists:keyfind(P, 1, Names) of
        {_, Name} -> Name;
        false ->
            Name = list_to_atom("p" ++ integer_to_list(length(Names))),
            names([{P, Name} | Names]),
            Name
    end;
named(R) when is_reference(R) -> '<ref>';
named(F) when is_function(F) -> '<fun>';
named(A) when is_atom(A) ->
    %% Releases number the functions of funs differently.
    case atom_to_list(A) of
        [$- | _] -> '<fun>';
        _ -> A
    end;
named([H | T]) -> [named(H) | named(T)];
named(T) when is_tuple(T) -> list_to_tuple(named(tuple_to_list(T)));
named(T) -> T.
