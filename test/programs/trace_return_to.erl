%% return_to: which function a traced call returns to, one message for a chain of tail calls, exceptions
-module(trace_return_to).
-export([main/0]).

main() ->
    P = spawn(fun worker/0),
    names([{self(), main}, {P, p}]),
    erlang:trace(P, true, [call, return_to]),
    Fs = [f, g, tail, fact, h, boom, err, c, wait, outer, up],
    Set = fun(Ms) -> [erlang:trace_pattern({?MODULE, F, 1}, Ms, [local]) || F <- Fs], ok end,
    Set(true),
    all(P),
    Set([{'_', [], [{return_trace}]}]),
    all(P),
    Set([{'_', [], [{exception_trace}]}]),
    all(P),
    Set(true),
    P ! {jump, fun() -> outer(1), worker() end},
    P ! {message, 17},
    traced("waited", P, fun() -> ok end),
    %% Global calls have none.
    Set(false),
    erlang:trace_pattern({?MODULE, main, 0}, true, []),
    erlang:trace_pattern({lists, nth, 2}, true, []),
    traced("global", P, fun() -> lists:nth(1, [a]) end),
    erlang:trace_pattern({?MODULE, main, 0}, false, []),
    erlang:trace_pattern({lists, nth, 2}, false, []),
    erlang:trace(P, false, [all]),
    P ! stop,
    ok.

all(P) ->
    traced("nested", P, fun() -> [f(2)] end),
    traced("tail", P, fun() -> V = tail(1), [V] end),
    traced("body", P, fun() -> [fact(2)] end),
    traced("list", P, fun() -> [up([1, 2])] end),
    traced("loop", P, fun() -> [h(2)] end),
    traced("caught", P, fun() -> [c(2)] end),
    traced("not caught", P, fun() -> [boom(2)] end).

f(X) -> g(X) + 1.
g(X) -> X * 2.
tail(X) -> g(X).
fact(0) -> 1;
fact(N) -> N * fact(N - 1).
h(0) -> done;
h(N) -> h(N - 1).
up([H | T]) -> [H + 1 | up(T)];
up([]) -> [].
boom(X) -> V = err(X), prog:id(V) + 1.
err(X) -> erlang:error({bad, X}).
c(X) ->
    try boom(X)
    catch Class:R -> {Class, R}
    end.
outer(N) -> [wait(N)].
wait(N) -> receive {message, M} -> g(M + N) end.

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
