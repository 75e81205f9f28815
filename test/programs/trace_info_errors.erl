%% trace_info, what trace and trace_pattern refuse, one tracer per process, the end of a tracer
%% release-dependent: trace_info shows call_memory since OTP 27
-module(trace_info_errors).
-export([main/0, f/1]).

main() ->
    P = spawn(fun worker/0),
    names([{self(), main}, {P, p}]),
    T = spawn(fun worker/0),
    names([{T, t} | get(names)]),
    Try = fun(L, F) -> io:format("~s: ~0p~n", [L, named(prog:try_call(F))]) end,
    Trace = fun(A, B, C) -> Try(io_lib:format("trace ~0p", [named({A, B, C})]), fun() -> erlang:trace(A, B, C) end) end,
    Trace(P, true, [all]),
    io:format("~p~n", [erlang:trace_info(P, flags)]),
    Trace(P, false, [all]),
    io:format("~p ~p~n", [erlang:trace_info(P, flags), erlang:trace_info(P, tracer)]),
    Trace(P, true, [foo]),
    Trace(P, true, [call | foo]),
    Trace(P, true, foo),
    Trace(P, foo, [call]),
    Trace(foo, true, [call]),
    Trace(P, true, [call, {tracer, foo}]),
    Trace(P, true, [call, {tracer, ?MODULE, foo}]),
    Trace(P, true, [cpu_timestamp]),
    Trace(P, true, []),
    Trace({lists, seq, 2}, true, [call]),
    {D, M} = spawn_monitor(fun() -> ok end),
    prog:wait_down(M),
    names([{D, dead} | get(names)]),
    Trace(D, true, [call]),
    Trace(D, false, [call]),
    Trace(P, true, [call, {tracer, D}]),
    io:format("~p~n", [erlang:trace_info(P, flags)]),
    Trace(P, true, [call, {tracer, erl_tracer, T}]),
    io:format("~p~n", [named(erlang:trace_info(P, tracer))]),
    Trace(P, true, [send, {tracer, T}]),
    Trace(P, true, [call]),
    Trace(P, false, [send]),
    Trace(P, false, [call, {tracer, self()}]),
    Trace(P, true, [call, 'receive']),
    io:format("~p ~p~n", [named(erlang:trace_info(P, tracer)), erlang:trace_info(P, flags)]),
    Trace(P, false, [all]),
    Trace(P, true, [call, send, {tracer, T}]),
    exit(T, kill),
    timer:sleep(10),
    io:format("~p ~p~n", [erlang:trace_info(P, tracer), erlang:trace_info(P, flags)]),
    Trace(P, true, [call]),
    Trace(P, false, [call]),
    Info = fun(W, I) -> Try(io_lib:format("info ~0p", [named({W, I})]), fun() -> erlang:trace_info(W, I) end) end,
    [Info(W, flags) || W <- [P, D, foo, new, new_processes, new_ports, 17, {a, b}, send, self()]],
    [Info(W, tracer) || W <- [P, D, new]],
    Info(P, foo),
    [Info({?MODULE, f, 1}, I) || I <- [all, traced, call_count]],
    [Info(W, traced) || W <- [{?MODULE, nofun, 1}, {nomod, f, 1}, {?MODULE, f}, {?MODULE, f, x}, {?MODULE, '_', '_'}]],
    [Info(W, match_spec) || W <- [send, 'receive', on_load]],
    [Info(W, flags) || W <- ['receive', on_load]],
    Pat = fun(A, B, C) -> Try(io_lib:format("pattern ~0p", [{A, B, C}]), fun() -> erlang:trace_pattern(A, B, C) end) end,
    Pat({lists, '_', 2}, true, []),
    Pat({'_', seq, 2}, true, []),
    Pat({lists, seq, 2}, foo, []),
    Pat({lists, seq, 2}, [{a, b}], []),
    Pat({lists, seq, 2}, true, [foo]),
    Pat({lists, seq, 2}, true, foo),
    Pat({lists, seq, 2}, true, [global, local]),
    Pat({lists, seq, 2}, true, [local, global]),
    Pat({lists, seq, 2}, true, [global, global]),
    Pat({lists, seq, 2}, false, []),
    Pat({lists, nonono, 2}, true, [local]),
    Pat({lists, seq, 2}, [{'_', [], []}], [call_count]),
    Pat({lists, seq, 2}, [{'_', [], []}], [call_count, local]),
    Pat({lists, seq, 2}, pause, []),
    Pat({lists, seq, 2}, false, [local, call_count]),
    Pat(foo, true, []),
    Pat(send, true, [local]),
    Pat(send, restart, []),
    Pat(send, [{'_', [], [{caller}]}], []),
    Pat('receive', [{'_', [], [{enable_trace, send}]}], []),
    Pat({lists, seq}, true, []),
    Pat({1, seq, 2}, true, []),
    Pat({lists, seq, 2}, false, []),
    Set = fun(Ms, Flags) ->
        io:format("~p~n", [erlang:trace_pattern({?MODULE, f, 1}, Ms, Flags)]),
        io:format("~p~n", [named(erlang:trace_info({?MODULE, f, 1}, all))])
    end,
    Set(true, []),
    Set([], [local]),
    Set([{'_', [], [{return_trace}]}], [local, call_count, meta]),
    Set([{[a], [], []}], [meta]),
    Set(pause, [call_count]),
    Set(false, [local]),
    Set(true, [local]),
    Set(false, []),
    Set(false, [local, call_count]),
    Set(false, [meta]),
    Set(restart, [call_count]),
    Set(restart, [local]),
    Set(true, []),
    Set(false, []),
    Set(false, [local]),
    Try("delivered", fun() -> R = erlang:trace_delivered(P), receive {trace_delivered, X, R} -> X end end),
    Try("delivered", fun() -> R = erlang:trace_delivered(all), receive {trace_delivered, X, R} -> X end end),
    Try("delivered", fun() -> erlang:trace_delivered(foo) end),
    Try("delivered dead", fun() -> R = erlang:trace_delivered(D), receive {trace_delivered, X, R} -> X end end),
    Try("enabled", fun() -> [erl_tracer:enabled(trace_status, X, Y) || {X, Y} <- [{self(), P}, {self(), self()}, {D, P}, {foo, P}]] end),
    Try("enabled", fun() -> [erl_tracer:enabled(call, X, Y) || {X, Y} <- [{self(), P}, {self(), self()}, {D, P}, {foo, P}]] end),
    erl_tracer:trace(call, self(), P, {m, f, []}, #{}),
    erl_tracer:trace(return_from, self(), P, {m, f, 0}, #{extra => v}),
    erl_tracer:trace(call, self(), P, {m, f, []}, #{match_spec_result => r, scheduler_id => 3}),
    io:format("~p~n", [[if element(1, X) =:= trace -> setelement(2, X, p); true -> X end || X <- prog:flush(), tuple_size(X) < 6]]),
    P ! stop,
    ok.

f(X) -> prog:id(X).

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
