%% trace flags that match specifications set: by a meta trace, of untraced processes, with tracers that are gone
%% since-release: 27
-module(trace_meta_flags).
-export([main/0, f/0]).

main() ->
    Me = self(),
    Tracer = spawn(fun() -> relay(Me) end),
    P = spawn(fun idle/0),
    S = trace:session_create(flags, Tracer, []),
    flags(S, self(), {trace, [], [send]}),
    flags(S, self(), {trace, [send], []}),
    flags(S, self(), {enable_trace, 'receive'}),
    flags(S, self(), {disable_trace, 'receive'}),
    flags(S, P, {trace, P, [], [send, procs]}),
    flags(S, P, {trace, P, [procs], ['receive']}),
    flags(S, P, {enable_trace, P, procs}),
    flags(S, P, {trace, P, [all], []}),
    trace:session_destroy(S),
    %% A process that is not traced itself has no tracer to give: nothing of the other is traced any more.
    erlang:trace(P, true, [send, procs, {tracer, Tracer}]),
    erlang:trace_pattern({?MODULE, f, 0}, [{'_', [], [{trace, P, [], ['receive']}]}], [{meta, Tracer}]),
    f(),
    io:format("~p~n", [erlang:trace_info(P, flags)]),
    erlang:trace_pattern({?MODULE, f, 0}, false, [meta]),
    %% The control word is one for all sessions.
    erlang:system_flag(trace_control_word, 17),
    T = trace:session_create(word, Tracer, []),
    trace:function(T, {?MODULE, f, 0}, [{'_', [], [{message, {get_tcw}}]}], [local]),
    trace:process(T, self(), true, [call]),
    flush(),
    f(),
    io:format("~p~n", [receive {_, call, _, Word} -> Word after 1000 -> none end]),
    trace:session_destroy(T),
    %% No time is measured for a tracer that has ended.
    {Second, Mon} = spawn_monitor(fun() -> receive stop -> ok end end),
    erlang:trace(self(), true, [call, {tracer, Second}]),
    erlang:trace_pattern({?MODULE, f, 0}, true, [call_time]),
    f(),
    io:format("~p~n", [[N || {_, N, _, _} <- element(2, erlang:trace_info({?MODULE, f, 0}, call_time))]]),
    Second ! stop,
    receive {'DOWN', Mon, process, _, _} -> ok end,
    erlang:trace_pattern({?MODULE, f, 0}, restart, [call_time]),
    f(),
    io:format("~p~n", [erlang:trace_info({?MODULE, f, 0}, call_time)]).

%% What P is traced for after a call of f/0 with Action.
flags(S, P, Action) ->
    trace:function(S, {?MODULE, f, 0}, [{'_', [], [Action]}], [meta]),
    f(),
    {flags, Flags} = trace:info(S, P, flags),
    io:format("~p~n", [lists:sort(Flags)]).

f() -> ok.

idle() -> receive stop -> ok end.

relay(To) ->
    receive M -> To ! list_to_tuple(tl(tuple_to_list(M))) end,
    relay(To).

flush() -> receive _ -> flush() after 50 -> ok end.
