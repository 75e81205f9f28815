%% New code that waits for its on_load function takes the traces of the current code away
-module(trace_on_load_waits).
-export([main/0]).

main() ->
    Tracer = spawn_link(fun() -> tracer([]) end),
    erlang:trace(self(), true, [call, {tracer, Tracer}]),
    {module, waits_loaded} = code:load_binary(waits_loaded, "waits_loaded.erl", code([])),
    io:format("~p~n", [erlang:trace_pattern({waits_loaded, f, '_'}, true, [])]),
    io:format("~p~n", [erlang:trace_pattern({waits_loaded, g, '_'}, true, [local, call_count])]),
    info(),
    calls(Tracer),
    Prepared = erlang:prepare_loading(waits_loaded, code([{attribute, 2, on_load, {f, 0}}])),
    io:format("~p~n", [erlang:finish_loading([Prepared])]),
    info(),
    calls(Tracer),
    io:format("~p~n", [erlang:trace_pattern({waits_loaded, f, '_'}, true, [])]),
    info(),
    calls(Tracer).

info() ->
    io:format("~p~n", [[erlang:trace_info({waits_loaded, F, 0}, traced) || F <- [f, g]]]).

calls(Tracer) ->
    Values = [waits_loaded:f(), waits_loaded:g()],
    R = erlang:trace_delivered(self()),
    receive {trace_delivered, _, R} -> ok end,
    Tracer ! {get, self()},
    receive {calls, Calls} -> io:format("~p ~p~n", [Values, Calls]) end.

tracer(Calls) ->
    receive
        {trace, _, call, {M, F, _}} -> tracer([{M, F} | Calls]);
        {get, From} -> From ! {calls, lists:reverse(Calls)}, tracer([])
    end.

code(Attributes) ->
    Function = fun(F) -> {function, 3, F, 0, [{clause, 3, [], [], [{atom, 3, ok}]}]} end,
    Head = [{attribute, 1, module, waits_loaded}, {attribute, 2, export, [{f, 0}, {g, 0}]}],
    {ok, waits_loaded, Code} = compile:forms(Head ++ Attributes ++ [Function(F) || F <- [f, g]], []),
    Code.
