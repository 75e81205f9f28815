%% Sequential tracing: tokens, where they go, what the tracer hears
-module(trace_sequential).
-export([main/0]).

main() ->
    T = spawn(fun() -> tracer([]) end),
    C = spawn(fun loop/0),
    D = spawn(fun loop/0),
    names([{self(), main}, {T, t}, {C, c}, {D, d}]),
    Main = self(),
    put(out, []),
    %% Printing would take the token along: it comes at the end.
    out(erlang:seq_trace(label, 0)),
    erlang:seq_trace(sequential_trace_token, []),
    out(seq_trace:get_token()),
    out(seq_trace:set_system_tracer(T)),
    out(seq_trace:get_system_tracer()),
    out([seq_trace:get_token(X) || X <- [send, 'receive', print, label, serial, timestamp]]),
    out(seq_trace:set_token(label, 17)),
    out(seq_trace:get_token()),
    out([seq_trace:set_token(X, true) || X <- [send, 'receive', print]]),
    out([seq_trace:set_token(X, true) || X <- [send, 'receive', print]]),
    out(seq_trace:get_token()),
    C ! {ask, Main},
    out(receive {answer, A1} -> A1 end),
    out(seq_trace:get_token()),
    C ! {forward, D, {ask, Main}},
    out(receive {answer, A2} -> A2 end),
    seq_trace:print(hello),
    seq_trace:print(17, seventeen),
    seq_trace:print(18, eighteen),
    out(seq_trace:get_token(serial)),
    self() ! x,
    receive x -> ok end,
    out(seq_trace:get_token()),
    Alias = alias(),
    Alias ! y,
    receive y -> unalias(Alias) end,
    out(seq_trace:set_token(serial, {3, 9})),
    out(seq_trace:get_token()),
    C ! {ask, Main},
    receive {answer, A3} -> out(A3) end,
    %% A message without a token takes it away.
    Old = seq_trace:set_token([]),
    D ! {ask, Main},
    receive {answer, []} -> ok end,
    out(tuple_size(Old)),
    out(seq_trace:get_token()),
    seq_trace:set_token(Old),
    D ! {send_later, Main},
    receive later -> ok end,
    out(element(2, seq_trace:get_token())),
    seq_trace:set_token([]),
    out([prog:try_call(fun() -> erlang:seq_trace(K, V) end) || {K, V} <- [{foo, true}, {send, foo}, {1, true}, {serial, x}, {sequential_trace_token, x}]]),
    out([prog:try_call(fun() -> seq_trace:get_token(K) end) || K <- [foo, spawn]]),
    seq_trace:set_token(label, {my, [label]}),
    out([seq_trace:set_token(X, true) || X <- [send, timestamp]]),
    D ! {ask, Main},
    receive {answer, A4} -> out(element(1, A4)) end,
    out([seq_trace:get_token(X) || X <- [label, send, 'receive', timestamp]]),
    %% Which functions hear of it.
    erlang:trace(self(), true, [call, {tracer, T}]),
    erlang:trace_pattern({?MODULE, f, 1}, [{'_', [{is_seq_trace}], [{message, {{token, {element, 2, {get_seq_token}}}}}]}], [local]),
    f(1),
    seq_trace:set_token([]),
    f(2),
    erlang:trace_pattern({?MODULE, f, 1}, [{'_', [], [{set_seq_token, label, 4}, {set_seq_token, send, true}]}], [local]),
    f(3),
    out(seq_trace:get_token(label)),
    erlang:trace(self(), false, [all]),
    erlang:trace_pattern({?MODULE, f, 1}, false, [local]),
    out(seq_trace:reset_trace()),
    out(seq_trace:get_token()),
    out(seq_trace:set_system_tracer(false)),
    out(seq_trace:get_system_tracer()),
    out(element(1, prog:try_call(fun() -> seq_trace:set_system_tracer(foo) end))),
    T ! {get, self()},
    L = receive {got, X} -> X end,
    [io:format("~0p~n", [named(O)]) || O <- lists:reverse(get(out))],
    [io:format("  ~0p~n", [named(if element(1, M) =:= seq_trace, tuple_size(M) =:= 4 -> setelement(4, M, ts); true -> M end)]) || M <- L],
    C ! stop,
    D ! stop,
    ok.

out(X) -> put(out, [X | get(out)]), X.

f(X) -> prog:id(X).

loop() ->
    receive
        {ask, From} -> From ! {answer, seq_trace:get_token()}, loop();
        {forward, To, M} -> seq_trace:print(forwarding), To ! M, loop();
        {send_later, To} -> receive after 1 -> To ! later end, loop();
        stop -> ok
    end.

tracer(L) ->
    receive
        {get, From} -> From ! {got, lists:reverse(L)}, tracer([]);
        M -> tracer([M | L])
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
