%% exit/2 to others, to oneself, and to the dead
-module(proc_exit_other).
-export([main/0]).
-import(prog, [id/1, show/2, exits/1, wait_down/1]).

main() ->
    Me = self(),
    Try = fun(Reason, Trap) ->
        {P, M} = spawn_monitor(fun() -> process_flag(trap_exit, Trap), Me ! {up, self()}, receive go -> ok end, receive X -> exit({got, setelement(2, X, from)}) after 20 -> survived end end),
        receive {up, P} -> ok end,
        exit(P, Reason),
        P ! go,
        wait_down(M)
    end,
    [io:format("~p ~p: ~p~n", [R, T, Try(R, T)]) || R <- [normal, kill, shutdown, other], T <- [false, true]],
    io:format("~p~n", [exits(fun() -> exit(self(), bye), receive after infinity -> ok end end)]),
    io:format("~p~n", [exits(fun() -> exit(self(), normal), survived_not end)]),
    io:format("~p~n", [exits(fun() -> process_flag(trap_exit, true), exit(self(), normal), receive {'EXIT', S, R} -> exit({S =:= self(), R}) end end)]),
    io:format("~p~n", [exit(spawn(fun() -> ok end), whatever)]),
    show("exit bad", fun() -> exit(id(a), x) end),
    io:format("~p~n", [exits(fun() -> catch exit(self(), kill), receive after infinity -> ok end end)]).
