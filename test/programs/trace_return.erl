%% return_trace and exception_trace: values, exceptions of every class, deep stacks, tail calls, waiting in between
-module(trace_return).
-export([main/0]).

main() ->
    P = spawn(fun worker/0),
    names([{self(), main}, {P, p}]),
    erlang:trace(P, true, [call]),
    Fs = [f, g, tail, fact, h, boom, err, c, t, wait, deep, nest],
    Set = fun(Ms) -> [erlang:trace_pattern({?MODULE, F, 1}, Ms, [local]) || F <- Fs] end,
    io:format("~p~n", [Set([{'_', [], [{return_trace}]}])]),
    traced("nested", P, fun() -> f(1) end),
    traced("tail", P, fun() -> tail(1) end),
    traced("body", P, fun() -> fact(3) end),
    traced("loop", P, fun() -> h(2) end),
    traced("caught", P, fun() -> c({error, x}) end),
    traced("not caught", P, fun() -> boom({error, x}) end),
    P ! {jump, fun() -> wait(1), worker() end},
    P ! {message, 17},
    traced("waited", P, fun() -> ok end),
    Set([{'_', [], [{exception_trace}]}]),
    [traced("caught", P, fun() -> c({Class, x}) end) || Class <- [error, exit, throw]],
    [traced("not caught", P, fun() -> boom({Class, [y]}) end) || Class <- [error, exit, throw]],
    traced("normal", P, fun() -> f(1) end),
    traced("operator", P, fun() -> f(a) end),
    traced("clause", P, fun() -> t(nothing) end),
    traced("try", P, fun() -> t(raise) end),
    traced("after", P, fun() -> t('after') end),
    traced("nest", P, fun() -> nest(3) end),
    P ! {jump, fun() -> catch wait(2), worker() end},
    P ! {message, x},
    traced("waited", P, fun() -> ok end),
    %% Only what returns.
    Set(false),
    erlang:trace_pattern({?MODULE, g, 1}, [{[2], [], [{return_trace}]}, {['$1'], [{'>', '$1', 5}], [{exception_trace}]}, {'_', [], []}], [local]),
    traced("some", P, fun() -> [f(1), f(2), f(6)] end),
    erlang:trace_pattern({?MODULE, g, 1}, [{'_', [], [{return_trace}, {message, false}]}], [local]),
    traced("return alone", P, fun() -> f(1) end),
    Set(false),
    %% A deep stack of returns.
    erlang:trace_pattern({?MODULE, deep, 1}, [{'_', [], [{return_trace}]}], [local]),
    io:format("~p~n", [run(P, fun() -> deep(3000) end)]),
    L = prog:flush(),
    io:format("~p ~p~n", [length(L), named([hd(L), lists:nth(3001, L), lists:nth(3002, L), lists:last(L)])]),
    %% Who is killed while frames wait for returns tells nothing.
    erlang:trace_pattern({?MODULE, wait, 1}, [{'_', [], [{exception_trace}]}], [local]),
    Q = spawn(fun worker/0),
    names([{Q, q} | get(names)]),
    erlang:trace(Q, true, [call, procs]),
    M = monitor(process, Q),
    Q ! {jump, fun() -> wait(1), worker() end},
    exit(Q, bye),
    io:format("~p~n", [prog:wait_down(M)]),
    collected(),
    %% The trace ends while a call is under way.
    P ! {jump, fun() -> wait(1), worker() end},
    io:format("~p~n", [run_nothing(P)]),
    erlang:trace(P, false, [call]),
    P ! {message, 1},
    io:format("~p~n", [run(P, fun() -> done end)]),
    collected(),
    erlang:trace_pattern({?MODULE, '_', '_'}, false, [local]),
    P ! stop,
    ok.

run_nothing(P) ->
    timer:sleep(20),
    element(2, process_info(P, status)).

f(X) -> g(X) + 1.
g(X) -> X * 2.
tail(X) -> g(X).
fact(0) -> 1;
fact(N) -> N * fact(N - 1).
h(0) -> done;
h(N) -> h(N - 1).
boom(X) -> V = err(X), prog:id(V) + 1.
err({error, X}) -> erlang:error({bad, X});
err({exit, X}) -> exit(X);
err({throw, X}) -> throw(X).
c(X) ->
    try boom(X)
    catch Class:R -> {Class, R}
    end.
t(raise) ->
    try g(prog:id(a)) catch error:badarith -> g(1) end;
t('after') ->
    try g(prog:id(a)) after g(2) end.
wait(N) -> receive {message, M} -> g(M + N) end.
deep(0) -> 0;
deep(N) -> 1 + deep(N - 1).
nest(0) -> erlang:error(bottom);
nest(N) ->
    try nest(N - 1)
    catch error:R when N =:= 2 -> {N, R}
    end.

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
