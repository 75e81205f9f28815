%% call_count and call_time: counting, pausing, starting anew
-module(trace_counts).
-export([main/0, spin/1]).

main() ->
    P = spawn(fun worker/0),
    names([{self(), main}, {P, p}]),
    Count = fun() -> [element(2, erlang:trace_info({?MODULE, F, A}, call_count)) || {F, A} <- [{h, 1}, {up, 1}, {fact, 1}, {g, 1}]] end,
    io:format("~p~n", [Count()]),
    io:format("~p~n", [[erlang:trace_pattern({?MODULE, F, 1}, true, [call_count]) || F <- [h, up, fact]]]),
    h(10),
    up(lists:seq(1, 5)),
    fact(7),
    io:format("~p~n", [Count()]),
    run(P, fun() -> h(20000) end),
    io:format("~p~n", [Count()]),
    io:format("~p~n", [erlang:trace_pattern({?MODULE, h, 1}, pause, [call_count])]),
    h(10),
    fact(2),
    io:format("~p~n", [Count()]),
    io:format("~p~n", [erlang:trace_pattern({?MODULE, '_', '_'}, restart, [call_count]) > 5]),
    h(3),
    g(1),
    io:format("~p~n", [Count()]),
    io:format("~p~n", [erlang:trace_pattern({?MODULE, fact, 1}, true, [call_count])]),
    io:format("~p~n", [Count()]),
    io:format("~p~n", [erlang:trace_pattern({?MODULE, '_', '_'}, false, [call_count]) > 5]),
    h(3),
    io:format("~p~n", [Count()]),
    %% With a trace.
    erlang:trace(P, true, [call]),
    erlang:trace_pattern({?MODULE, g, 1}, [{'_', [], [{return_trace}]}], [local, call_count]),
    traced("both", P, fun() -> [g(1), g(2)] end),
    io:format("~p~n", [[element(2, erlang:trace_info({?MODULE, g, 1}, I)) || I <- [traced, call_count, call_time]]]),
    erlang:trace_pattern({?MODULE, g, 1}, false, [local]),
    io:format("~p~n", [[element(2, erlang:trace_info({?MODULE, g, 1}, I)) || I <- [traced, call_count]]]),
    erlang:trace_pattern({?MODULE, g, 1}, false, [call_count]),
    %% Time: of traced processes alone.
    Time = fun(F) ->
        case erlang:trace_info({?MODULE, F, 1}, call_time) of
            {call_time, L} when is_list(L) -> lists:sort([{named(Pid), N, S * 1000000 + Us >= 0} || {Pid, N, S, Us} <- L]);
            {call_time, X} -> X
        end
    end,
    io:format("~p~n", [[erlang:trace_pattern({?MODULE, F, 1}, true, [call_time]) || F <- [h, up, fact, spin, g]]]),
    h(10),
    run(P, fun() -> h(10), up([1, 2]), fact(3), spin(20000) end),
    io:format("~p~n", [[Time(F) || F <- [h, up, fact, g]]]),
    {call_time, [{_, N, S, Us}]} = erlang:trace_info({?MODULE, spin, 1}, call_time),
    io:format("~p ~p~n", [N, S * 1000000 + Us > 100]),
    Q = spawn(fun worker/0),
    names([{Q, q} | get(names)]),
    erlang:trace(Q, true, [call]),
    run(Q, fun() -> h(1), catch fact(x), ok end),
    io:format("~p~n", [[Time(F) || F <- [h, fact]]]),
    erlang:trace_pattern({?MODULE, h, 1}, pause, [call_time]),
    run(Q, fun() -> h(1) end),
    io:format("~p~n", [Time(h)]),
    erlang:trace_pattern({?MODULE, h, 1}, restart, [call_time]),
    io:format("~p~n", [Time(h)]),
    run(Q, fun() -> h(1) end),
    io:format("~p~n", [Time(h)]),
    %% A server's loop of tail calls takes no room on the stack.
    io:format("~p~n", [erlang:trace_pattern({?MODULE, serve, 1}, true, [call_time])]),
    Server = spawn(fun() -> serve(0) end),
    names([{Server, server} | get(names)]),
    erlang:trace(Server, true, [call]),
    Served = [begin Server ! {self(), X}, receive {Server, Y} -> Y end end || X <- lists:seq(1, 2000)],
    {total_heap_size, Words} = process_info(Server, total_heap_size),
    io:format("~p ~p ~p~n", [lists:sum(Served), Time(serve), Words < 5000]),
    Server ! stop,
    erlang:trace_pattern({?MODULE, '_', '_'}, false, [call_time]),
    io:format("~p~n", [[Time(F) || F <- [h, fact, serve]]]),
    erlang:trace_pattern({?MODULE, g, 1}, true, [call_time, call_count]),
    run(P, fun() -> g(1) end),
    io:format("~p~n", [[Time(g), erlang:trace_info({?MODULE, g, 1}, call_count)]]),
    erlang:trace_pattern({?MODULE, '_', '_'}, true, []),
    io:format("~p~n", [[Time(g), erlang:trace_info({?MODULE, g, 1}, call_count)]]),
    erlang:trace_pattern({?MODULE, '_', '_'}, false, []),
    [erlang:trace(X, false, [all]) || X <- [P, Q]],
    [X ! stop || X <- [P, Q]],
    ok.

h(0) -> done;
h(N) -> h(N - 1).
up([H | T]) -> [H + 1 | up(T)];
up([]) -> [].
fact(0) -> 1;
fact(N) -> N * fact(N - 1).
g(X) -> X.
spin(0) -> 0;
spin(N) -> work(N), spin(N - 1).
work(N) -> prog:id(N) * 3 rem 7.
serve(N) ->
    receive
        {From, X} -> From ! {self(), X + N}, serve(N + 1);
        stop -> ok
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
