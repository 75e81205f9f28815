%% erlang:trace with flag call: global calls alone, and how they change places with local ones
-module(trace_calls_global).
-export([main/0, f/1, g/1, tail/1, fact/1]).

main() ->
    P = spawn(fun worker/0),
    names([{self(), main}, {P, p}]),
    erlang:trace(P, true, [call]),
    io:format("~p~n", [erlang:trace_pattern({?MODULE, '_', '_'}, true, [global])]),
    traced("local", P, fun() -> f(1) end),
    traced("remote", P, fun() -> ?MODULE:f(1) end),
    traced("inner remote", P, fun() -> ?MODULE:fact(3) end),
    traced("apply", P, fun() -> apply(?MODULE, prog:id(tail), [prog:id(7)]) end),
    traced("apply fun", P, fun() -> F = fun ?MODULE:g/1, F(3) end),
    traced("higher order", P, fun() -> lists:map(fun ?MODULE:f/1, [1, 2]) end),
    traced("spawn", P, fun() -> spawn(?MODULE, f, [2]), ok end),
    io:format("~p~n", [erlang:trace_pattern({?MODULE, f, 1}, [{['$1'], [], [{return_trace}, {message, {{f, '$1'}}}]}], [])]),
    traced("return", P, fun() -> ?MODULE:f(4) end),
    traced("error", P, fun() -> ?MODULE:f(a) end),
    io:format("~p~n", [[erlang:trace_info({?MODULE, f, 1}, I) || I <- [traced, match_spec]]]),
    %% Local takes the place of global.
    io:format("~p~n", [erlang:trace_pattern({?MODULE, f, 1}, true, [local])]),
    io:format("~p~n", [erlang:trace_info({?MODULE, f, 1}, traced)]),
    traced("now local", P, fun() -> f(4) end),
    traced("once", P, fun() -> ?MODULE:f(4) end),
    %% And global that of local.
    io:format("~p~n", [erlang:trace_pattern({?MODULE, f, 1}, true, [])]),
    io:format("~p~n", [erlang:trace_info({?MODULE, f, 1}, traced)]),
    traced("not local", P, fun() -> f(4) end),
    traced("global", P, fun() -> ?MODULE:f(4) end),
    %% Global calls of other modules.
    queue:new(),
    io:format("~p~n", [erlang:trace_pattern({queue, in, 2}, true, [])]),
    traced("queue", P, fun() -> queue:to_list(queue:in(1, queue:new())) end),
    erlang:trace_pattern({queue, '_', '_'}, false, []),
    io:format("~p~n", [erlang:trace_pattern({?MODULE, '_', '_'}, false, [])]),
    traced("off", P, fun() -> ?MODULE:f(4) end),
    io:format("~p~n", [erlang:trace_pattern({no_such_module, '_', '_'}, true, [])]),
    io:format("~p~n", [erlang:trace_pattern({?MODULE, worker, 0}, true, [])]),
    erlang:trace(P, false, [all]),
    P ! stop,
    ok.

f(X) -> g(X) + 1.
g(X) -> X * 2.
tail(X) -> ?MODULE:g(X).
fact(0) -> 1;
fact(N) -> N * ?MODULE:fact(N - 1).

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
