%% BIFs as traced functions: global and local, their errors, those that suspend, from their own module
-module(trace_bifs).
-export([main/0]).
-import(prog, [id/1]).

main() ->
    P = spawn(fun worker/0),
    names([{self(), main}, {P, p}]),
    erlang:trace(P, true, [call]),
    Rt = [{'_', [], [{return_trace}]}],
    Et = [{'_', [], [{exception_trace}]}],
    %% Code that has run before meets the breakpoint, and so does the caller.
    traced("before", P, fun reverse/0),
    io:format("~p~n", [erlang:trace_pattern({lists, reverse, 2}, Rt, [])]),
    traced("after", P, fun reverse/0),
    traced("own module", P, fun() -> lists:reverse(id([1, 2, 3])) end),
    traced("apply", P, fun() -> apply(lists, id(reverse), [[1], []]) end),
    traced("fun", P, fun() -> F = fun lists:reverse/2, F(id([1, 2]), []) end),
    io:format("~p~n", [erlang:trace_info({lists, reverse, 2}, traced)]),
    io:format("~p~n", [erlang:trace_pattern({lists, reverse, 2}, Rt, [local])]),
    traced("local", P, fun reverse/0),
    traced("own module", P, fun() -> lists:reverse(id([1, 2, 3])) end),
    io:format("~p~n", [erlang:trace_info({lists, reverse, 2}, traced)]),
    io:format("~p~n", [erlang:trace_pattern({lists, reverse, 2}, false, [local])]),
    traced("off", P, fun reverse/0),
    io:format("~p~n", [erlang:trace_info({lists, reverse, 2}, all)]),
    io:format("~p~n", [[erlang:trace_pattern({erlang, F, A}, Et, [local]) || {F, A} <- [{atom_to_list, 1}, {put, 2}, {monitor, 2}]]]),
    traced("error", P, fun() -> catch atom_to_list(id(1)), ok end),
    traced("tail error", P, fun() -> atom_to_list(id(1)) end),
    traced("value", P, fun() -> [atom_to_list(id(a)), put(id(k), v)] end),
    traced("tail", P, fun() -> put(id(k), w) end),
    [erlang:trace_pattern({erlang, F, A}, false, [local]) || {F, A} <- [{atom_to_list, 1}, {put, 2}, {monitor, 2}]],
    %% The caller of a BIF.
    erlang:trace_pattern({erlang, put, 2}, [{'_', [], [{message, {caller}}]}], []),
    traced("caller", P, fun() -> store(1), [stored(2)] end),
    erlang:trace_pattern({erlang, put, 2}, false, []),
    %% One that suspends.
    erlang:trace_pattern({erlang, yield, 0}, true, [local]),
    erlang:trace_pattern({erlang, binary_to_term, 1}, Rt, [local]),
    B = term_to_binary(lists:seq(1, 10)),
    traced("traps", P, fun() -> length(binary_to_term(id(B))) end),
    erlang:trace_pattern({erlang, binary_to_term, 1}, false, [local]),
    erlang:trace_pattern({erlang, yield, 0}, false, [local]),
    %% Instructions are no calls.
    [erlang:trace_pattern({erlang, F, A}, true, []) || {F, A} <- [{length, 1}, {self, 0}, {'+', 2}, {send, 2}, {'!', 2}]],
    traced("instructions", P, fun() -> self() ! x, receive x -> length(id([1])) + id(1) end end),
    traced("calls", P, fun() -> [apply(erlang, id(F), A) || {F, A} <- [{length, [[1]]}, {self, []}]] end),
    traced("send", P, fun() -> erlang:send(self(), x), receive x -> ok end end),
    [erlang:trace_pattern({erlang, F, A}, false, []) || {F, A} <- [{length, 1}, {self, 0}, {'+', 2}, {send, 2}, {'!', 2}]],
    %% Counting.
    io:format("~p~n", [erlang:trace_pattern({maps, merge, 2}, true, [call_count])]),
    run(P, fun() -> [maps:merge(id(#{}), #{a => X}) || X <- [1, 2, 3]] end),
    io:format("~p~n", [erlang:trace_info({maps, merge, 2}, call_count)]),
    erlang:trace_pattern({maps, merge, 2}, false, [call_count]),
    erlang:trace(P, false, [all]),
    P ! stop,
    ok.

reverse() -> lists:reverse(id([1, 2]), []).
store(X) -> put(k, X), ok.
stored(X) -> put(k, X).

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
