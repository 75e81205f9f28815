%% erlang:trace with flag call: local calls, loops, recursion, funs, what comes behind them
-module(trace_calls_local).
-export([main/0, ext/1, tail/1, f/1]).

main() ->
    P = spawn(fun worker/0),
    names([{self(), main}, {P, p}]),
    io:format("~p~n", [erlang:trace(P, true, [call])]),
    Fs = [{f, 1}, {g, 1}, {tail, 1}, {loop, 2}, {up, 1}, {fact, 1}, {sum, 2}, {ext, 1}, {even, 1}, {odd, 1}, {wait, 1}, {flo, 2}],
    [1 = erlang:trace_pattern({?MODULE, F, A}, true, [local]) || {F, A} <- Fs],
    traced("nested", P, fun() -> f(1) end),
    traced("loop", P, fun() -> loop(3, []) end),
    traced("list", P, fun() -> up([1, 2, 3]) end),
    traced("body", P, fun() -> fact(3) end),
    traced("external", P, fun() -> ?MODULE:ext(5) end),
    traced("apply", P, fun() -> apply(?MODULE, prog:id(tail), [prog:id(7)]) end),
    traced("fun", P, fun() -> lists:map(fun ?MODULE:f/1, [1, 2]) end),
    traced("local fun", P, fun() -> lists:map(fun g/1, [1, 2]) end),
    traced("mutual", P, fun() -> even(4) end),
    traced("raises", P, fun() -> f(a) end),
    traced("floats", P, fun() -> flo(2, 1.5) end),
    self() ! go,
    P ! {jump, fun() -> wait(1), worker() end},
    P ! {message, 17},
    traced("waited", P, fun() -> ok end),
    %% A loop that runs on through many time slices.
    erlang:trace(P, true, [silent]),
    traced("long", P, fun() -> length(loop(20000, [])) end),
    erlang:trace(P, false, [silent]),
    io:format("~p~n", [erlang:trace_pattern({?MODULE, '_', '_'}, false, [local]) > 20]),
    traced("off", P, fun() -> f(1) end),
    %% Lambdas have names of their own.
    erlang:trace_pattern({?MODULE, '_', '_'}, true, [local]),
    run(P, fun() -> lists:foreach(fun(X) -> g(X) end, [1]) end),
    erlang:trace_pattern({?MODULE, '_', '_'}, false, [local]),
    io:format("~p~n", [[{F, if is_function(A) -> f; true -> A end} || {trace, _, call, {_, F, [A]}} <- prog:flush(), F =:= g]]),
    %% Traced by nobody: nothing happens. Not traced for calls: likewise.
    erlang:trace_pattern({?MODULE, f, 1}, true, [local]),
    io:format("~p ~p~n", [f(3), erlang:trace(P, false, [call])]),
    traced("no flag", P, fun() -> f(1) end),
    erlang:trace(P, true, [call, arity]),
    traced("arity", P, fun() -> f(1) end),
    erlang:trace(P, true, [silent]),
    traced("silent", P, fun() -> f(1) end),
    erlang:trace(P, false, [silent, arity]),
    traced("again", P, fun() -> f(1) end),
    %% The process that sets a breakpoint meets it at once, even in a loop.
    erlang:trace(P, false, [all]),
    T = spawn(fun() -> tracer([]) end),
    erlang:trace(self(), true, [call, {tracer, T}]),
    sum(3, 0),
    erlang:trace(self(), false, [all]),
    R = erlang:trace_delivered(self()),
    receive {trace_delivered, _, R} -> ok end,
    T ! {get, self()},
    receive {got, L} -> [io:format("  ~0p~n", [named(M)]) || M <- L] end,
    erlang:trace_pattern({?MODULE, '_', '_'}, false, [local]),
    P ! stop,
    ok.

tracer(L) ->
    receive
        {get, From} -> From ! {got, lists:reverse(L)};
        M -> tracer([M | L])
    end.

f(X) -> g(X) + 1.
g(X) -> X * 2.
tail(X) -> g(X).
ext(X) -> ?MODULE:tail(X).
loop(0, Acc) -> Acc;
loop(N, Acc) -> loop(N - 1, [N | Acc]).
up([H | T]) -> [H + 1 | up(T)];
up([]) -> [].
fact(0) -> 1;
fact(N) -> N * fact(N - 1).
even(0) -> true;
even(N) -> odd(N - 1).
odd(0) -> false;
odd(N) -> even(N - 1).
wait(N) -> receive {message, M} -> g(M + N) end.
flo(0, X) -> X;
flo(N, X) -> flo(N - 1, X * 2.0).
sum(0, Acc) -> Acc;
sum(N, Acc) ->
    erlang:trace_pattern({?MODULE, sum, 2}, true, [local]),
    sum(N - 1, Acc + N).

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
