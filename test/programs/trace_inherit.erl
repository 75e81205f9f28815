%% set_on_spawn, set_on_first_spawn, new processes, and existing ones
-module(trace_inherit).
-export([main/0, child/0]).

main() ->
    go("spawn", [procs, set_on_spawn, send, 'receive'], fun() -> C = spawn(?MODULE, child, []), wait_for(C, stop) end),
    go("grandchild", [procs, set_on_spawn], fun() -> C = spawn(?MODULE, child, []), wait_for(C, {spawn, 2}) end),
    go("first", [procs, set_on_first_spawn], fun() ->
        [begin C = spawn(?MODULE, child, []), wait_for(C, {spawn, 1}) end || _ <- [1, 2]]
    end),
    go("both", [procs, set_on_spawn, set_on_first_spawn], fun() ->
        [begin C = spawn(?MODULE, child, []), wait_for(C, stop) end || _ <- [1, 2]]
    end),
    go("linked", [procs, set_on_spawn], fun() -> C = spawn_link(?MODULE, child, []), wait_for(C, stop) end),
    go("on link", [procs, set_on_link], fun() -> C = spawn_link(?MODULE, child, []), wait_for(C, stop) end),
    go("on first link", [procs, set_on_first_link], fun() ->
        [begin C = spawn_link(?MODULE, child, []), wait_for(C, stop) end || _ <- [1, 2]]
    end),
    go("calls", [call, set_on_spawn], fun() -> C = spawn(?MODULE, child, []), wait_for(C, {call, 3}) end),
    %% Flags of the heirs.
    P = spawn(fun worker/0),
    names([{self(), main}, {P, p}]),
    Flags = fun(Fs) ->
        erlang:trace(P, false, [all]),
        erlang:trace(P, true, Fs),
        {ok, C} = run(P, fun() -> spawn_link(?MODULE, child, []) end),
        F = {Fs, element(2, erlang:trace_info(P, flags)), element(2, erlang:trace_info(C, flags)), named(erlang:trace_info(C, tracer))},
        erlang:trace(P, false, [all]),
        M = monitor(process, C),
        C ! stop,
        prog:wait_down(M),
        prog:flush(),
        F
    end,
    [io:format("~p~n", [Flags(Fs)]) || Fs <- [[set_on_spawn], [set_on_first_spawn, send], [set_on_link, call], [set_on_first_link, arity, silent], [set_on_spawn, set_on_first_link], [timestamp, set_on_spawn]]],
    %% All new ones.
    io:format("~p ~p~n", [erlang:trace(new, true, [procs, send]), erlang:trace_info(new, flags)]),
    N = spawn(?MODULE, child, []),
    names([{self(), main}, {N, n}]),
    M = monitor(process, N),
    N ! stop,
    io:format("~p~n", [prog:wait_down(M)]),
    [io:format("  ~0p~n", [named(X)]) || X <- prog:flush(), element(2, X) =:= N],
    io:format("~p~n", [[erlang:trace_info(I, flags) || I <- [new, new_processes, new_ports]]]),
    io:format("~p~n", [erlang:trace(new_processes, false, [send])]),
    io:format("~p ~p~n", [erlang:trace_info(new, flags), named(erlang:trace_info(new, tracer))]),
    erlang:trace(new, false, [procs]),
    io:format("~p ~p~n", [erlang:trace_info(new, flags), erlang:trace_info(new, tracer)]),
    N2 = spawn(?MODULE, child, []),
    io:format("~p~n", [erlang:trace_info(N2, flags)]),
    N2 ! stop,
    %% The tracer of new ones ends.
    T = spawn(fun() -> receive stop -> ok end end),
    erlang:trace(new, true, [call, {tracer, T}]),
    io:format("~p~n", [erlang:trace_info(new, flags)]),
    Mt = monitor(process, T),
    T ! stop,
    prog:wait_down(Mt),
    N3 = spawn(?MODULE, child, []),
    io:format("~p ~p~n", [erlang:trace_info(N3, flags), erlang:trace_info(new, flags)]),
    N3 ! stop,
    io:format("~p~n", [erlang:trace(existing, true, [silent]) > 2]),
    io:format("~p~n", [erlang:trace_info(P, flags)]),
    io:format("~p~n", [erlang:trace(all, false, [all]) > 2]),
    io:format("~p~n", [erlang:trace_info(P, flags)]),
    P ! stop,
    ok.

go(Label, Flags, F) ->
    P = spawn(fun worker/0),
    names([{self(), main}, {P, p}]),
    erlang:trace_pattern({?MODULE, called, 1}, true, [local]),
    erlang:trace(P, true, Flags),
    V = run(P, F),
    io:format("~s = ~0p~n", [Label, named(V)]),
    R = erlang:trace_delivered(all),
    receive {trace_delivered, all, R} -> ok end,
    %% Of each process in its order: between them there is none.
    L = prog:flush(),
    named([X || {trace, _, spawn, X, _} <- L]),
    [io:format("  ~0p~n", [named(X)]) || X <- lists:sort(fun(X, Y) -> named(element(2, X)) =< named(element(2, Y)) end, L)],
    erlang:trace(all, false, [all]),
    erlang:trace_pattern({?MODULE, called, 1}, false, [local]),
    P ! stop.

wait_for(C, Message) ->
    M = monitor(process, C),
    C ! Message,
    prog:wait_down(M).

child() ->
    receive
        stop -> ok;
        {spawn, 0} -> ok;
        {spawn, N} -> C = spawn(?MODULE, child, []), wait_for(C, {spawn, N - 1});
        {call, X} -> called(X), ok
    end.

called(X) -> prog:id(X).

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
