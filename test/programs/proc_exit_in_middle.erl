%% processes killed while they compute, wait, sleep and hold names
-module(proc_exit_in_middle).
-export([main/0]).
-import(prog, [wait_down/1]).

main() ->
    Kinds = [{computing, fun() -> spin(0) end}, {waiting, fun() -> receive never -> ok end end}, {sleeping, fun() -> timer:sleep(100000) end},
             {in_try, fun() -> try receive never -> ok end catch _:_ -> io:format("caught?!~n") after io:format("after?!~n") end end},
             {in_call, fun() -> lists:foreach(fun(_) -> receive never -> ok end end, [1]) end}, {deep, fun() -> deep(100000) end}],
    [begin
         {P, M} = spawn_monitor(F),
         receive after 5 -> ok end,
         exit(P, kill),
         io:format("~p ~p ~p~n", [K, wait_down(M), is_process_alive(P)])
     end || {K, F} <- Kinds],
    ok.

spin(N) -> spin(N + 1).
deep(0) -> receive never -> ok end;
deep(N) -> [N | deep(N - 1)].
