%% {current_stacktrace} in match specifications
%% since-release: 27
-module(trace_stack).
-export([main/0]).

main() ->
    P = spawn(fun worker/0),
    names([{self(), main}, {P, p}]),
    erlang:trace(P, true, [call]),
    Set = fun(B) -> erlang:trace_pattern({?MODULE, g, 1}, [{'_', [], B}], [local]) end,
    Set([{message, {current_stacktrace}}]),
    traced("f", P, fun() -> [f(2)] end),
    traced("deep", P, fun() -> deep(12) end),
    Set([{message, {current_stacktrace, 2}}]),
    traced("two", P, fun() -> [f(2)] end),
    Set([{message, {current_stacktrace, 0}}]),
    traced("none", P, fun() -> [f(2)] end),
    Set([{return_trace}, {message, {{stack, {current_stacktrace, 3}, {caller}}}}]),
    traced("with return", P, fun() -> deep(2) end),
    P ! {jump, fun g0/0},
    P ! stop,
    M = monitor(process, P),
    prog:wait_down(M),
    collected(),
    erlang:trace_pattern({?MODULE, g, 1}, false, [local]),
    ok.

g0() -> g(0).
f(X) -> V = g(X), prog:id(V) + 1.
g(X) -> X * 2.
deep(0) -> [g(0)];
deep(N) -> [N | tl(deep(N - 1))].

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
