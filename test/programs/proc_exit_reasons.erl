%% links and exit signals of every kind, with and without trap_exit
-module(proc_exit_reasons).
-export([main/0]).

main() ->
    process_flag(trap_exit, true),
    Me = self(),
    Reasons = [normal, kill, killed, shutdown, {shutdown, x}, abnormal, {a, [b]}],
    [begin
         P = spawn_link(fun() -> exit(R) end),
         receive {'EXIT', P, Got} -> io:format("exits ~p: ~p~n", [R, Got]) end
     end || R <- Reasons],
    [begin
         P = spawn_link(fun() -> receive never -> ok end end),
         exit(P, R),
         receive {'EXIT', P, Got} -> io:format("signal ~p: ~p~n", [R, Got]) after 50 -> io:format("signal ~p: survives~n", [R]), unlink(P), exit(P, kill) end
     end || R <- Reasons],
    [begin
         P = spawn_link(fun() -> process_flag(trap_exit, true), Me ! ready, receive go -> ok end, receive M -> exit({trapped, setelement(2, M, pid)}) end end),
         receive ready -> ok end,
         exit(P, R),
         P ! go,
         receive {'EXIT', P, Got} -> io:format("trapped ~p: ~p~n", [R, Got]) end
     end || R <- Reasons],
    ok.
