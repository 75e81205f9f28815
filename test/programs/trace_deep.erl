%% Traces of deep recursion, of long loops and of many processes keep their order and lose nothing
-module(trace_deep).
-export([main/0, worker/1]).

main() ->
    P = spawn(fun worker/0),
    names([{self(), main}, {P, p}]),
    erlang:trace(P, true, [call, arity]),
    erlang:trace_pattern({?MODULE, deep, 1}, true, [local]),
    io:format("~p~n", [run(P, fun() -> deep(50000) end)]),
    io:format("~p~n", [counts()]),
    erlang:trace_pattern({?MODULE, deep, 1}, [{'_', [], [{return_trace}]}], [local]),
    io:format("~p~n", [run(P, fun() -> deep(20000) end)]),
    io:format("~p~n", [counts()]),
    erlang:trace_pattern({?MODULE, deep, 1}, [{'_', [], [{exception_trace}]}], [local]),
    io:format("~p~n", [run(P, fun() -> deep(20000, bottom) end)]),
    io:format("~p~n", [counts()]),
    erlang:trace_pattern({?MODULE, deep, 2}, [{'_', [], [{exception_trace}]}], [local]),
    io:format("~p~n", [run(P, fun() -> deep(20000, bottom) end)]),
    io:format("~p~n", [counts()]),
    erlang:trace_pattern({?MODULE, '_', '_'}, false, [local]),
    erlang:trace_pattern({?MODULE, deep, 1}, true, [local]),
    erlang:trace(P, true, [return_to]),
    io:format("~p~n", [run(P, fun() -> deep(5000) end)]),
    io:format("~p~n", [counts()]),
    %% Many at once, each in its own order.
    Ps = [spawn(?MODULE, worker, [N]) || N <- lists:seq(1, 50)],
    [erlang:trace(Q, true, [call]) || Q <- Ps],
    erlang:trace_pattern({?MODULE, step, 2}, true, [local]),
    [Q ! {go, self()} || Q <- Ps],
    [receive {done, Q} -> ok end || Q <- Ps],
    R = erlang:trace_delivered(all),
    receive {trace_delivered, all, R} -> ok end,
    L = prog:flush(),
    io:format("~p~n", [length(L)]),
    io:format("~p~n", [[Q || Q <- Ps, [N || {trace, X, call, {_, step, [N, _]}} <- L, X =:= Q] =/= lists:seq(200, 0, -1)]]),
    erlang:trace_pattern({?MODULE, '_', '_'}, false, [local]),
    P ! stop,
    ok.

counts() ->
    R = erlang:trace_delivered(all),
    receive {trace_delivered, all, R} -> ok end,
    L = prog:flush(),
    [{K, length([M || M <- L, element(3, M) =:= K])} || K <- [call, return_from, exception_from, return_to]].

deep(0) -> 0;
deep(N) -> 1 + deep(N - 1).

deep(0, X) -> error(X);
deep(N, X) -> 1 + deep(N - 1, X).

worker(N) ->
    receive {go, From} -> step(200, N), From ! {done, self()} end.

step(0, N) -> N;
step(K, N) ->
    case K rem 50 of
        0 -> erlang:yield();
        _ -> ok
    end,
    step(K - 1, N).

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
