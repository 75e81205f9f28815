%% A process that is spawned with a fun begins in erlang:apply/2, which can be traced
-module(trace_spawned_fun).
-export([main/0, started/1]).

main() ->
    Self = self(),
    Tracer = spawn_link(fun() -> tracer([]) end),
    erlang:trace(self(), true, [call, set_on_spawn, {tracer, Tracer}]),
    io:format("~p~n", [erlang:trace_pattern({erlang, apply, 2}, true, [local])]),
    io:format("~p~n", [erlang:trace_pattern({?MODULE, started, 1}, true, [local])]),
    ran(fun() -> started(Self) end),
    P = spawn(?MODULE, started, [Self]),
    receive {started, P} -> ok end,
    erlang:trace_pattern({erlang, apply, 2}, false, [local]),
    ran(fun() -> started(Self) end),
    R = erlang:trace_delivered(all),
    receive {trace_delivered, all, R} -> ok end,
    Tracer ! {get, self()},
    receive {calls, Calls} -> io:format("~p~n", [Calls]) end.

ran(F) ->
    P = spawn(F),
    receive {started, P} -> ok end.

started(To) -> To ! {started, self()}.

tracer(Calls) ->
    receive
        {trace, _, call, {M, F, A}} -> tracer([{M, F, length(A)} | Calls]);
        {get, From} -> From ! {calls, lists:reverse(Calls)}, tracer([])
    end.
