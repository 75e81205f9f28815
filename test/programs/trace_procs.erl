%% Flag procs: spawning, links, names, exits, seen from inside and from outside
-module(trace_procs).
-export([main/0, child/0]).

main() ->
    go("spawn", fun() -> C = spawn(?MODULE, child, []), wait_for(C, stop) end),
    go("spawn fun", fun() -> C = spawn(fun child/0), wait_for(C, stop) end),
    go("spawn_link", fun() -> C = spawn_link(?MODULE, child, []), wait_for(C, {exit, normal}) end),
    go("spawn_monitor", fun() -> {C, _} = spawn_monitor(?MODULE, child, []), wait_for(C, stop) end),
    go("spawn_opt", fun() -> C = spawn_opt(?MODULE, child, [], [link, {priority, low}]), wait_for(C, stop) end),
    go("link unlink", fun() ->
        C = spawn_link(?MODULE, child, []),
        R = [unlink(C), link(C), link(C), unlink(C), unlink(C)],
        wait_for(C, stop),
        R
    end),
    go("trap", fun() ->
        process_flag(trap_exit, true),
        C = spawn_link(?MODULE, child, []),
        C ! {exit, foo},
        receive {'EXIT', C, R} -> R end
    end),
    go("link to oneself", fun() -> [link(self()), unlink(self())] end),
    go("names", fun() -> register(tp_foo, self()), unregister(tp_foo), register(tp_bar, self()), unregister(tp_bar) end),
    go("name of another", fun() -> C = spawn(?MODULE, child, []), register(tp_foo, C), unregister(tp_foo), wait_for(C, stop) end),
    %% Ends.
    ends("exit", fun() -> exit(bye) end),
    ends("return", fun() -> ok end),
    ends("named", fun() -> register(tp_foo, self()), exit(bye) end),
    ends("linked", fun() -> spawn_link(fun() -> receive after infinity -> ok end end), exit(normal) end),
    ends("killed", fun() -> exit(self(), kill) end),
    ends("by a link", fun() -> spawn_link(fun() -> exit(foo) end), receive after infinity -> ok end end),
    ends("throw", fun() -> throw(x) end),
    %% From outside.
    P = spawn(fun() -> receive after infinity -> ok end end),
    names([{self(), main}, {P, p}]),
    erlang:trace(P, true, [procs]),
    register(tp_xx, P),
    unregister(tp_xx),
    link(P),
    sync(P),
    unlink(P),
    sync(P),
    M = monitor(process, P),
    exit(P, hello),
    io:format("~p~n", [prog:wait_down(M)]),
    collected(),
    %% A traced partner of one that is killed.
    A = spawn(fun worker/0),
    B = spawn(fun worker/0),
    names([{self(), main}, {A, a}, {B, b}]),
    run(A, fun() -> link(B), process_flag(trap_exit, true) end),
    [erlang:trace(X, true, [procs]) || X <- [A, B]],
    exit(B, kill),
    io:format("~p~n", [named(run(A, fun() -> receive {'EXIT', Who, Why} -> {Who, Why} end end))]),
    collected(),
    exit(A, kill),
    ok.

sync(P) -> is_process_alive(P).

go(Label, F) ->
    P = spawn(fun worker/0),
    names([{self(), main}, {P, p}]),
    erlang:trace(P, true, [procs]),
    traced(Label, P, F),
    erlang:trace(P, false, [procs]),
    P ! stop.

%% Tells C something and waits until it is gone.
wait_for(C, Message) ->
    M = monitor(process, C),
    C ! Message,
    prog:wait_down(M).

ends(Label, F) ->
    P = spawn(fun() -> receive go -> F() end end),
    names([{self(), main}, {P, p}]),
    erlang:trace(P, true, [procs]),
    M = monitor(process, P),
    P ! go,
    io:format("~s: ~p~n", [Label, short(prog:wait_down(M))]),
    R = erlang:trace_delivered(P),
    receive {trace_delivered, P, R} -> ok end,
    [io:format("  ~0p~n", [named(short(T))]) || T <- prog:flush()].

short({trace, P, exit, R}) -> {trace, P, exit, short(R)};
short({R, [{_, _, _, _} | _]}) -> {R, stack};
short(R) -> R.

child() ->
    receive
        stop -> ok;
        {exit, R} -> exit(R)
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
