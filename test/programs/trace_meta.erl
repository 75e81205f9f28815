%% Meta traces: of every process, with a tracer of their own
-module(trace_meta).
-export([main/0]).

main() ->
    P = spawn(fun worker/0),
    names([{self(), main}, {P, p}]),
    T = spawn(fun() -> tracer([]) end),
    names([{T, t} | get(names)]),
    io:format("~p~n", [erlang:trace_pattern({?MODULE, g, 1}, [{'_', [], [{return_trace}]}], [meta])]),
    timed("meta", P, fun() -> f(2) end),
    io:format("~p~n", [f(1)]),
    shown(prog:flush()),
    io:format("~p~n", [erlang:trace_pattern({?MODULE, g, 1}, [{'_', [], [{exception_trace}, {message, {caller}}]}], [{meta, T}])]),
    timed("other tracer", P, fun() -> f(2) end),
    timed("error", P, fun() -> f(a) end),
    T ! {get, self()},
    receive {got, L} -> shown(L) end,
    io:format("~p~n", [named(erlang:trace_info({?MODULE, g, 1}, meta))]),
    io:format("~p~n", [[named(erlang:trace_info({?MODULE, g, 1}, I)) || I <- [traced, match_spec, meta, meta_match_spec]]]),
    io:format("~p~n", [erlang:trace_pattern({?MODULE, g, 1}, [{[2], [], [{message, false}, {return_trace}]}, {[3], [], []}], [{meta, self()}])]),
    timed("message", P, fun() -> [f(2), f(3), f(4)] end),
    %% With a trace of the process.
    erlang:trace(P, true, [call, arity]),
    io:format("~p~n", [erlang:trace_pattern({?MODULE, g, 1}, true, [local])]),
    timed("both", P, fun() -> f(3) end),
    io:format("~p~n", [erlang:trace_pattern({?MODULE, g, 1}, [{['$1'], [], [{message, {{m, '$1'}}}]}], [local, meta])]),
    timed("both", P, fun() -> f(3) end),
    erlang:trace_pattern({?MODULE, g, 1}, false, [local]),
    timed("meta alone", P, fun() -> f(3) end),
    erlang:trace_pattern({?MODULE, g, 1}, false, [meta]),
    timed("none", P, fun() -> f(3) end),
    io:format("~p~n", [[erlang:trace_info({?MODULE, g, 1}, I) || I <- [traced, meta, meta_match_spec]]]),
    %% A meta trace turns the process's own on.
    erlang:trace(P, false, [all]),
    erlang:trace_pattern({?MODULE, g, 1}, true, [local]),
    erlang:trace_pattern({?MODULE, f, 1}, [{'_', [], [{trace, [], [call, {{tracer, {const, self()}}}]}]}], [meta]),
    erlang:trace_pattern({?MODULE, f, 1}, false, [meta]),
    erlang:trace_pattern({?MODULE, g, 1}, false, [local]),
    %% The tracer ends.
    erlang:trace_pattern({?MODULE, g, 1}, true, [{meta, T}]),
    M = monitor(process, T),
    T ! stop,
    prog:wait_down(M),
    timed("no tracer", P, fun() -> f(3) end),
    io:format("~p~n", [erlang:trace_info({?MODULE, g, 1}, meta_match_spec)]),
    erlang:trace_pattern({?MODULE, g, 1}, false, [meta]),
    io:format("~p~n", [[element(1, prog:try_call(fun() -> erlang:trace_pattern({?MODULE, g, 1}, true, [F]) end)) || F <- [{meta, x}, {meta}, {x, T}]]]),
    P ! stop,
    ok.

timed(Label, P, F) ->
    V = run(P, F),
    io:format("~s = ~0p~n", [Label, V]),
    R = erlang:trace_delivered(P),
    receive {trace_delivered, P, R} -> ok end,
    shown(prog:flush()).

shown(L) ->
    [io:format("  ~0p~n", [named(if element(1, M) =:= trace_ts -> setelement(tuple_size(M), M, stamp(element(tuple_size(M), M))); true -> M end)]) || M <- L].

stamp({A, B, C}) when is_integer(A), is_integer(B), is_integer(C) -> now;
stamp(X) -> X.

tracer(L) ->
    receive
        {get, From} -> From ! {got, lists:reverse(L)}, tracer([]);
        stop -> ok;
        M -> tracer([M | L])
    end.

f(X) -> g(X) + 1.
g(X) -> X * 2.

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
