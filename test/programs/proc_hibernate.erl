%% hibernate throws the stack away and goes on with a function
-module(proc_hibernate).
-export([main/0]).
-export([woken/2, loop/2]).
-import(prog, [id/1, show/2, flush/0]).

main() ->
    Me = self(),
    P = spawn(fun() -> put(kept, yes), try erlang:hibernate(?MODULE, woken, [Me, state]) after Me ! never_printed end end),
    receive after 10 -> ok end,
    io:format("~p~n", [process_info(P, current_function)]),
    P ! wake,
    receive {woken, S, M, D} -> io:format("~p ~p ~p~n", [S, M, D]) end,
    Q = spawn(fun() -> self() ! already, erlang:hibernate(?MODULE, woken, [Me, second]) end),
    receive {woken, S2, M2, D2} -> io:format("~p ~p ~p~n", [S2, M2, D2]) end,
    io:format("~p ~p~n", [is_process_alive(Q), flush()]),
    Loop = spawn(?MODULE, loop, [Me, 0]),
    [Loop ! N || N <- [1, 2, 3]],
    Loop ! stop,
    receive {sum, X} -> io:format("~p~n", [X]) end,
    show("bad", fun() -> erlang:hibernate(id(1), f, []) end).

woken(Me, S) ->
    receive M -> Me ! {woken, S, M, get(kept)} end.

loop(Me, S) ->
    receive
        stop -> Me ! {sum, S};
        N -> erlang:hibernate(?MODULE, loop, [Me, S + N])
    end.
