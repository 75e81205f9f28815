%% a thousand monitors, on and by one process
-module(proc_monitor_many).
-export([main/0]).
-import(prog, [flush/0, wait_down/1]).

main() ->
    P = spawn(fun() -> receive stop -> exit(stopped) end end),
    Ms = [monitor(process, P) || _ <- lists:seq(1, 1000)],
    {monitored_by, L} = process_info(P, monitored_by),
    io:format("~p~n", [length(L)]),
    [demonitor(M) || M <- lists:sublist(Ms, 500)],
    {monitored_by, L2} = process_info(P, monitored_by),
    io:format("~p~n", [length(L2)]),
    P ! stop,
    io:format("~p~n", [lists:usort([wait_down(M) || M <- lists:nthtail(500, Ms)])]),
    io:format("~p~n", [flush()]),
    Qs = [spawn(fun() -> receive {exit, R} -> exit(R) end end) || _ <- lists:seq(1, 1000)],
    Rs = [monitor(process, Q) || Q <- Qs],
    [Q ! {exit, I} || {I, Q} <- lists:enumerate(Qs)],
    io:format("~p~n", [[wait_down(R) || R <- Rs] =:= lists:seq(1, 1000)]).
