%% aliases made by alias/1, monitor/3 and their end
-module(proc_alias).
-export([main/0]).
-import(prog, [id/1, show/2, flush/0]).

main() ->
    A = alias(),
    A ! one,
    io:format("~p~n", [flush()]),
    io:format("~p~n", [unalias(A)]),
    A ! two,
    io:format("~p ~p~n", [flush(), unalias(A)]),
    B = alias([reply]),
    B ! first,
    B ! second,
    io:format("~p~n", [flush()]),
    S = spawn(fun server/0),
    io:format("~p~n", [call(S, {echo, 5})]),
    io:format("~p~n", [call(S, {twice, 5})]),
    io:format("~p~n", [flush()]),
    M = monitor(process, S, [{alias, demonitor}]),
    M ! via_monitor,
    io:format("~p~n", [flush()]),
    demonitor(M, [flush]),
    M ! after_demonitor,
    io:format("~p~n", [flush()]),
    M2 = monitor(process, S, [{alias, explicit_unalias}]),
    demonitor(M2, [flush]),
    M2 ! still,
    io:format("~p ~p~n", [flush(), unalias(M2)]),
    show("call dead", fun() -> exit(S, kill), call(S, {echo, 1}) end),
    show("send to plain ref", fun() -> id(make_ref()) ! x end).

server() ->
    receive
        {From, {echo, X}} -> From ! {From, X};
        {From, {twice, X}} -> From ! {From, X}, From ! {From, again}
    end,
    server().

call(S, R) ->
    M = monitor(process, S, [{alias, reply_demonitor}]),
    S ! {M, R},
    receive
        {M, X} -> X;
        {'DOWN', M, _, _, Why} -> {down, Why}
    end.
