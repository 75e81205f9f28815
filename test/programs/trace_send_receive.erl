%% Flags send and receive, and the patterns of both
-module(trace_send_receive).
-export([main/0]).

main() ->
    register(tsr_main, self()),
    P = spawn(fun worker/0),
    names([{self(), main}, {P, p}]),
    erlang:trace(P, true, [send, 'receive']),
    traced("self", P, fun() -> self() ! a, prog:id(1), receive a -> ok end end),
    traced("selective", P, fun() -> self() ! a, self() ! b, receive b -> ok end, receive a -> ok end end),
    traced("timeout", P, fun() -> receive nothing -> ok after 0 -> 0 end, receive nothing -> ok after 1 -> 1 end end),
    traced("timer", P, fun() -> erlang:send_after(1, self(), t), receive t -> ok end end),
    traced("start_timer", P, fun() -> erlang:start_timer(1, self(), u), receive {timeout, _, u} -> ok end end),
    traced("down", P, fun() -> {_, M} = spawn_monitor(fun() -> exit(x) end), receive {'DOWN', M, _, _, R} -> R end end),
    traced("exit", P, fun() ->
        process_flag(trap_exit, true),
        spawn_link(fun() -> exit(y) end),
        receive {'EXIT', _, R} -> process_flag(trap_exit, false), R end
    end),
    erlang:trace(P, false, ['receive']),
    traced("name", P, fun() -> tsr_main ! hello, ok end),
    traced("name and node", P, fun() -> {tsr_main, node()} ! h2, ok end),
    traced("no name", P, fun() -> catch nosuch ! x, {nosuch, node()} ! y, ok end),
    traced("dead", P, fun() -> {D, M} = spawn_monitor(fun() -> ok end), receive {'DOWN', M, _, _, _} -> D ! dead end end),
    traced("alias", P, fun() -> A = alias(), A ! al, receive al -> unalias(A), A ! gone, ok end end),
    traced("send/3", P, fun() -> erlang:send(tsr_main, z, []), erlang:send(self(), y, [nosuspend]), receive y -> ok end end),
    traced("bad", P, fun() -> catch prog:id(1) ! x, catch prog:id({a, b, c}) ! x, ok end),
    traced("remote", P, fun() -> {x, 'nobody@nowhere'} ! n, ok end),
    %% Patterns.
    erlang:trace(P, true, ['receive']),
    io:format("~p~n", [erlang:trace_info(send, match_spec)]),
    io:format("~p~n", [erlang:trace_pattern(send, [{['_', {ran, '_', '$1'}], [], [{message, {{sent, '$1'}}}]}, {[tsr_main, '$1'], [], [{message, false}]}, {['$1', b], [], []}], [])]),
    io:format("~p~n", [erlang:trace_info(send, match_spec)]),
    traced("send pattern", P, fun() -> tsr_main ! a, self() ! b, self() ! c, receive c -> receive b -> 17 end end end),
    io:format("~p~n", [erlang:trace_pattern(send, false, [])]),
    io:format("~p~n", [erlang:trace_info(send, match_spec)]),
    io:format("~p~n", [erlang:trace_pattern('receive', [{['$1', '$2', {run, '_', '_'}], [], [{message, {{'$1', '$2'}}}]}, {['$1', '$2', '$3'], [], [{message, {{other, '$1', '$2', '$3'}}}]}], [])]),
    traced("receive pattern", P, fun() -> self() ! x, receive x -> ok end, erlang:send_after(1, self(), foo), receive foo -> ok end, receive bar -> ok after 1 -> ok end end),
    traced("down", P, fun() -> {_, M} = spawn_monitor(fun() -> ok end), receive {'DOWN', M, _, _, _} -> ok end end),
    io:format("~p~n", [erlang:trace_pattern('receive', [{['_', '_', '$1'], [{is_atom, '$1'}], []}], [])]),
    traced("atoms", P, fun() -> self() ! x, self() ! 1, receive 1 -> receive x -> ok end end end),
    io:format("~p~n", [[erlang:trace_pattern(E, true, []) || E <- [send, 'receive']]]),
    io:format("~p~n", [[erlang:trace_info(E, match_spec) || E <- [send, 'receive']]]),
    erlang:trace(P, true, [silent]),
    traced("silent", P, fun() -> self() ! x, receive x -> ok end end),
    %% What is in the queue already, and what comes from outside.
    erlang:trace(P, false, [all]),
    Q = spawn(fun() -> receive go -> receive A -> receive B -> {A, B} end end end end),
    names([{Q, q} | get(names)]),
    Q ! one,
    timer:sleep(5),
    erlang:trace(Q, true, ['receive', procs]),
    Q ! two,
    timer:sleep(5),
    M = monitor(process, Q),
    Q ! go,
    io:format("~p~n", [prog:wait_down(M)]),
    io:format("~p~n", [named([X || X <- prog:flush(), element(4, X) =/= one])]),
    unregister(tsr_main),
    P ! stop,
    ok.

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
