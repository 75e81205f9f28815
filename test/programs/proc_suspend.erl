%% suspend and resume another process
-module(proc_suspend).
-export([main/0]).
-import(prog, [show/2, wait_down/1, normal/1]).

main() ->
    Me = self(),
    P = spawn(fun() -> counter(Me, 0) end),
    P ! tick,
    receive {count, 1} -> io:format("one~n") end,
    io:format("~p~n", [erlang:suspend_process(P)]),
    P ! tick,
    io:format("~p ~p~n", [next(30), process_info(P, status)]),
    erlang:suspend_process(P),
    erlang:resume_process(P),
    io:format("~p~n", [next(30)]),
    erlang:resume_process(P),
    io:format("~p~n", [next(5000)]),
    show("resume", fun() -> erlang:resume_process(P) end),
    show("self", fun() -> erlang:suspend_process(self()) end),
    io:format("~p ~p~n", [erlang:suspend_process(P, [unless_suspending]), erlang:suspend_process(P, [unless_suspending])]),
    io:format("~p~n", [case process_info(self(), suspending) of {suspending, [{P, _, _}]} -> suspending_it; X -> normal(X) end]),
    exit(P, kill),
    M = monitor(process, P),
    io:format("~p~n", [wait_down(M)]),
    show("dead", fun() -> erlang:suspend_process(P) end).

next(T) -> receive {count, N} -> N after T -> nothing end.

counter(Me, N) -> receive tick -> Me ! {count, N + 1}, counter(Me, N + 1) end.
