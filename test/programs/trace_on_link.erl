%% set_on_link with link/1
%% release-dependent: OTP 25 does not pass flags on with link/1
-module(trace_on_link).
-export([main/0, child/0]).

main() ->
    [begin
        P = spawn(fun worker/0),
        names([{self(), main}, {P, p}]),
        erlang:trace(P, true, Flags),
        {ok, {C, D}} = run(P, fun() -> A = spawn(?MODULE, child, []), B = spawn(?MODULE, child, []), link(A), link(B), {A, B} end),
        names([{C, c}, {D, d} | get(names)]),
        io:format("~p~n", [[erlang:trace_info(X, flags) || X <- [P, C, D]]]),
        io:format("~p~n", [lists:sort([named(M) || M <- prog:flush()])]),
        erlang:trace(all, false, [all]),
        P ! stop, C ! stop, D ! stop
    end || Flags <- [[procs, set_on_link], [procs, set_on_first_link], [procs, set_on_spawn, set_on_link]]],
    ok.

child() -> receive stop -> ok end.

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
