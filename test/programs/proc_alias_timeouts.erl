%% calls with aliases whose late answers are dropped
-module(proc_alias_timeouts).
-export([main/0]).
-import(prog, [flush/0]).

main() ->
    S = spawn(fun server/0),
    io:format("~p~n", [[call(S, {D, X}, T) || {D, X, T} <- [{0, a, 2000}, {60, late, 20}, {0, b, 2000}]]]),
    io:format("~p~n", [flush()]),
    A = alias([explicit_unalias]),
    S ! {A, A, {0, first}},
    S ! {A, A, {0, second}},
    io:format("~p~n", [[receive {A, X} -> X after 1000 -> none end || _ <- [1, 2]]]),
    io:format("~p~n", [unalias(A)]),
    S ! {A, A, {0, third}},
    receive after 20 -> ok end,
    io:format("~p~n", [flush()]).

server() ->
    receive
        {To, Tag, {D, X}} ->
            receive after D -> ok end,
            To ! {Tag, X},
            server()
    end.

call(S, R, T) ->
    M = monitor(process, S, [{alias, reply_demonitor}]),
    S ! {M, M, R},
    receive
        {M, X} -> {ok, X};
        {'DOWN', M, _, _, Why} -> {down, Why}
    after T ->
        demonitor(M, [flush]),
        timeout
    end.
