%% one death seen through a link, two monitors and a name
-module(proc_links_and_monitors_mixed).
-export([main/0]).
-import(prog, [wait_down/1, normal/1]).

main() ->
    process_flag(trap_exit, true),
    P = spawn_link(fun() -> receive X -> exit(X) end end),
    register(target, P),
    M1 = monitor(process, P),
    M2 = monitor(process, target),
    P ! the_end,
    L = [receive M -> M end || _ <- [1, 2, 3]],
    io:format("~p~n", [lists:sort([case M of {'EXIT', P, R} -> {exit, R}; {'DOWN', M1, process, P, R} -> {down, pid, R}; {'DOWN', M2, process, W, R} -> {down, normal(W), R} end || M <- L])]),
    io:format("~p~n", [whereis(target)]),
    Q = spawn_link(fun() -> receive never -> ok end end),
    exit(Q, kill),
    receive {'EXIT', Q, K} -> io:format("~p~n", [K]) end,
    S = spawn(fun() -> link(P), receive after 100 -> still_here end end),
    MS = monitor(process, S),
    {Why, [{erlang, link, 1, _} | _]} = setelement(2, wait_down(MS), [{erlang, link, 1, []}]),
    io:format("~p~n", [Why]).
