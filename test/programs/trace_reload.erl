%% Loading code again clears its traces; on_load patterns set them for new code
-module(trace_reload).
-export([main/0]).

main() ->
    P = spawn(fun worker/0),
    names([{self(), main}, {P, p}]),
    erlang:trace(P, true, [call]),
    load(1),
    io:format("~p~n", [[erlang:trace_pattern({trace_reloaded, f, 1}, true, [local, call_count]), erlang:trace_pattern({trace_reloaded, g, 1}, true, [])]]),
    traced("first", P, fun() -> trace_reloaded:f(1) + trace_reloaded:g(1) end),
    info(),
    load(2),
    info(),
    traced("second", P, fun() -> trace_reloaded:f(1) + trace_reloaded:g(1) end),
    io:format("~p~n", [erlang:trace_pattern({trace_reloaded, '_', '_'}, true, [local])]),
    traced("again", P, fun() -> trace_reloaded:f(1) + trace_reloaded:g(1) end),
    %% Old code that runs on.
    P ! {jump, fun() -> trace_reloaded:wait(1), worker() end},
    P ! tick,
    traced("waits", P, fun() -> ok end),
    P ! {jump, fun() -> trace_reloaded:wait(1), worker() end},
    sync(P),
    load(3),
    P ! tick,
    traced("goes on", P, fun() -> ok end),
    load(4),
    traced("third", P, fun() -> trace_reloaded:f(1) end),
    %% on_load.
    io:format("~p~n", [erlang:trace_pattern(on_load, [{'_', [], [{return_trace}]}], [local])]),
    io:format("~p~n", [[erlang:trace_info(on_load, I) || I <- [traced, match_spec, meta, call_count]]]),
    load(5),
    info(),
    traced("local", P, fun() -> trace_reloaded:f(1) end),
    io:format("~p~n", [erlang:trace_pattern(on_load, true, [call_count])]),
    load(6),
    info(),
    io:format("~p~n", [erlang:trace_pattern(on_load, false, [local])]),
    io:format("~p~n", [[erlang:trace_info(on_load, I) || I <- [traced, match_spec, call_count]]]),
    load(7),
    info(),
    io:format("~p~n", [erlang:trace_pattern(on_load, true, [])]),
    io:format("~p~n", [[erlang:trace_info(on_load, I) || I <- [traced, match_spec, call_count]]]),
    load(8),
    info(),
    traced("global", P, fun() -> trace_reloaded:f(1) end),
    io:format("~p~n", [erlang:trace_pattern(on_load, false, [])]),
    io:format("~p~n", [erlang:trace_info(on_load, traced)]),
    load(9),
    info(),
    code:delete(trace_reloaded),
    info(),
    io:format("~p~n", [erlang:trace_pattern({trace_reloaded, '_', '_'}, true, [local])]),
    code:purge(trace_reloaded),
    erlang:trace(P, false, [all]),
    P ! stop,
    ok.

sync(P) ->
    case process_info(P, status) of
        {status, waiting} -> ok;
        _ -> timer:sleep(5), sync(P)
    end.

info() ->
    io:format("~p~n", [[{F, [element(2, erlang:trace_info({trace_reloaded, F, 1}, I)) || I <- [traced, match_spec, call_count]]} || F <- [f, g]]]).

%% Each version adds another number.
load(N) ->
    Forms = [
        {attribute, 1, module, trace_reloaded},
        {attribute, 2, export, [{f, 1}, {g, 1}, {wait, 1}]},
        {function, 3, f, 1, [{clause, 3, [{var, 3, 'X'}], [], [{op, 3, '+', {call, 3, {atom, 3, g}, [{var, 3, 'X'}]}, {integer, 3, N}}]}]},
        {function, 4, g, 1, [{clause, 4, [{var, 4, 'X'}], [], [{op, 4, '*', {var, 4, 'X'}, {integer, 4, 10}}]}]},
        {function, 5, wait, 1, [{clause, 5, [{var, 5, 'X'}], [], [
            {'receive', 5, [{clause, 5, [{atom, 5, tick}], [], [{call, 5, {atom, 5, g}, [{var, 5, 'X'}]}]}]}]}]}
    ],
    {ok, trace_reloaded, Code} = compile:forms(Forms, []),
    code:purge(trace_reloaded),
    {module, trace_reloaded} = code:load_binary(trace_reloaded, "trace_reloaded.erl", Code),
    io:format("-- ~p~n", [N]).

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
