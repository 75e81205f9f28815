%% Match specifications of call traces: what their bodies say and do
-module(trace_match_specs).
-export([main/0]).

main() ->
    register(someone, self()),
    P = spawn(fun worker/0),
    names([{self(), main}, {P, p}]),
    erlang:trace(P, true, [call]),
    Set = fun(Ms) -> prog:try_call(fun() -> erlang:trace_pattern({?MODULE, g, 1}, Ms, [local]) end) end,
    One = fun(Body) ->
        io:format("~0p~n", [{Body, Set([{'_', [], Body}])}]),
        traced("", P, fun() -> f(2) end)
    end,
    [One([{message, M}]) || M <- [false, true, '$_', '$$', {self}, [a], {{a, '$_'}}, #{k => '$_'}, {const, '$1'}, {hd, a}, {hd, '$_'}]],
    [One(B) || B <- [[], [true], [false], [{message, one}, {message, two}], [{message, one}, {message, true}], [nonsense]]],
    [One([B]) || B <- [{return_trace}, {exception_trace}, {get_tcw}, {self}, {display_nothing}]],
    One([{message, {get_tcw}}]),
    One([{message, {set_tcw, 3}}]),
    One([{message, {get_tcw}}]),
    One([{set_tcw, -1}]),
    One([{message, {is_seq_trace}}]),
    One([{message, {get_seq_token}}]),
    One([{message, {enable_trace, send}}]),
    io:format("~p~n", [erlang:trace_info(P, flags)]),
    One([{message, {enable_trace, send}}]),
    One([{message, {disable_trace, send}}]),
    io:format("~p~n", [erlang:trace_info(P, flags)]),
    One([{trace, [], [send, arity]}]),
    One([{trace, [send, arity], []}]),
    One([{message, {enable_trace, nothing}}]),
    One([{message, {silent, true}}]),
    io:format("~p~n", [erlang:trace_info(P, flags)]),
    One([]),
    One([{message, {silent, false}}]),
    One([{disable_trace, call}]),
    One([]),
    io:format("~p~n", [erlang:trace_info(P, flags)]),
    erlang:trace(P, true, [call]),
    %% Others get flags as well.
    Q = spawn(fun worker/0),
    names([{Q, q} | get(names)]),
    io:format("~p~n", [erlang:trace_info(Q, flags)]),
    Set([{'_', [], [{enable_trace, {const, Q}, call}]}]),
    run(P, fun() -> f(1) end),
    io:format("~p ~p~n", [erlang:trace_info(Q, flags), named(erlang:trace_info(Q, tracer))]),
    traced("q", Q, fun() -> f(3) end),
    Set([{'_', [], [{trace, {const, Q}, [call], []}]}]),
    run(P, fun() -> f(1) end),
    io:format("~p~n", [erlang:trace_info(Q, flags)]),
    prog:flush(),
    %% Callers.
    One([{message, {caller}}]),
    traced("tail", P, fun() -> tail(2) end),
    traced("not tail", P, fun() -> [tail(2)] end),
    traced("list", P, fun() -> [g(X) || X <- [1, 2]] end),
    One([{return_trace}, {message, {{hello, {caller}}}}]),
    One([{message, {caller_line}}]),
    Q ! {jump, fun() -> erlang:trace(self(), false, [all]) end},
    P ! {jump, fun() -> g(5), worker() end},
    traced("waited", P, fun() -> ok end),
    %% Clauses and guards.
    Set([{[1], [], [{message, one}]}, {['$1'], [{'>', '$1', 5}, {is_integer, '$1'}], [{message, {{big, '$1', {'+', '$1', 1}}}}]},
         {['$1'], [{'=:=', '$1', {const, 3}}], []}]),
    [traced("clauses", P, fun() -> f(X) end) || X <- [1, 2, 3, 6, 6.5]],
    Set([{['$1'], [{'==', {self}, {const, P}}], [{message, me}]}]),
    traced("self", P, fun() -> f(1) end),
    Set([{'$1', [], [{message, {{all, '$1'}}}]}]),
    traced("head", P, fun() -> f(1) end),
    Set([{[#{a => '$1'}], [], [{message, '$1'}]}, {[[x | '$1']], [], [{message, '$1'}]}, {[{'$1', '$1'}], [], [{message, same}]}]),
    [traced("heads", P, fun() -> (catch g(X)), ok end) || X <- [#{a => 1}, #{b => 1}, [x, y], [y], {z, z}, {z, y}]],
    %% Bad ones.
    [io:format("~0p: ~p~n", [M, element(1, Set(M))]) ||
        M <- [[], [x], [{'_', [], [{foo}]}], [{'_', [], ['$1']}], [{x, [], []}], [{'_', [{return_trace}], []}], [{'_', x, []}], [{'_', [], [{message}]}],
              {'_', [], []}, [{['_' | x], [], []}], [{'_', [], [{caller, 1}]}], [{'_', [], [{enable_trace}]}]]],
    io:format("~p ~p~n", [erlang:system_info(trace_control_word), erlang:system_flag(trace_control_word, 0)]),
    erlang:trace_pattern({?MODULE, g, 1}, false, [local]),
    erlang:trace(P, false, [all]),
    unregister(someone),
    P ! stop,
    ok.

f(X) -> g(X) + 1.
g(X) -> X * 2.
tail(X) -> g(X).

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
