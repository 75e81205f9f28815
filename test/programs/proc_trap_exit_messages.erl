%% trapping turns signals into messages, with the pid of the sender
-module(proc_trap_exit_messages).
-export([main/0]).

main() ->
    process_flag(trap_exit, true),
    P = spawn_link(fun() -> ok end),
    receive {'EXIT', P, R1} -> io:format("~p~n", [R1]) end,
    Q = spawn(fun() -> receive go -> ok end end),
    exit(self(), sent_to_myself),
    receive {'EXIT', S, R2} -> io:format("~p ~p~n", [S =:= self(), R2]) end,
    Me = self(),
    spawn(fun() -> exit(Me, from_stranger) end),
    receive {'EXIT', X, R3} -> io:format("~p ~p~n", [X =/= Q, R3]) end,
    link(Q),
    Q ! go,
    receive {'EXIT', Q, R4} -> io:format("~p~n", [R4]) end,
    process_flag(trap_exit, false),
    T = spawn(fun() -> process_flag(trap_exit, true), Z = spawn_link(fun() -> receive never -> ok end end), exit(Z, kill), receive M -> Me ! {t, element(3, M)} end end),
    receive {t, R5} -> io:format("~p ~p~n", [R5, is_pid(T)]) end,
    U = spawn(fun() -> process_flag(trap_exit, true), V = spawn_link(fun() -> exit(a) end), receive {'EXIT', V, _} -> ok end, process_flag(trap_exit, false), W = spawn_link(fun() -> exit(normal) end), MW = monitor(process, W), receive {'DOWN', MW, _, _, _} -> Me ! {u, alive} end end),
    receive {u, A} -> io:format("~p ~p~n", [A, is_pid(U)]) end.
