%% Time stamps and scheduler numbers in trace messages
-module(trace_timestamps).
-export([main/0]).

main() ->
    N0 = erlang:monotonic_time(nanosecond),
    S0 = erlang:system_time(microsecond),
    Of = fun(Flags) ->
        P = spawn(fun worker/0),
        erlang:trace(P, true, [procs | Flags]),
        M = monitor(process, P),
        P ! stop,
        prog:wait_down(M),
        R = erlang:trace_delivered(P),
        receive {trace_delivered, P, R} -> ok end,
        [T] = prog:flush(),
        T
    end,
    Kind = fun
        ({A, B, C}) ->
            Us = (A * 1000000 + B) * 1000000 + C,
            {now, Us >= S0 - 1000000, Us =< erlang:system_time(microsecond) + 1000000};
        ({T, U}) when is_integer(U) -> {strict, T >= N0, T =< erlang:monotonic_time(nanosecond)};
        (T) when is_integer(T) -> {mono, T >= N0, T =< erlang:monotonic_time(nanosecond)};
        (T) -> T
    end,
    [begin
        T = Of(F),
        io:format("~p: ~p ~p ~p~n", [F, tuple_size(T), element(1, T), Kind(element(tuple_size(T), T))])
    end || F <- [[], [timestamp], [monotonic_timestamp], [strict_monotonic_timestamp], [timestamp, monotonic_timestamp],
                 [monotonic_timestamp, strict_monotonic_timestamp], [timestamp, strict_monotonic_timestamp, monotonic_timestamp],
                 [scheduler_id, timestamp]]],
    %% They grow.
    P = spawn(fun worker/0),
    names([{self(), main}, {P, p}]),
    [begin
        erlang:trace(P, true, [call, send, 'receive', F]),
        erlang:trace_pattern({?MODULE, f, 1}, [{'_', [], [{return_trace}, {message, m}]}], [local]),
        run(P, fun() -> f(1) end),
        L = prog:flush(),
        Ts = [element(tuple_size(T), T) || T <- L],
        io:format("~p ~p~n", [Ts =:= lists:sort(Ts), [named(list_to_tuple(lists:droplast(tuple_to_list(T)))) || T <- L]]),
        erlang:trace(P, false, [all])
    end || F <- [timestamp, strict_monotonic_timestamp, monotonic_timestamp]],
    erlang:trace_pattern({?MODULE, f, 1}, false, [local]),
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
