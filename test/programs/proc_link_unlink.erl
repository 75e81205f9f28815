%% linking twice, to the dead, to oneself, and unlinking
-module(proc_link_unlink).
-export([main/0]).
-import(prog, [id/1, show/2, flush/0, wait_down/1]).

main() ->
    process_flag(trap_exit, true),
    P = spawn(fun() -> receive stop -> exit(stopped) end end),
    io:format("~p~n", [[link(P), link(P), unlink(P), link(P)]]),
    P ! stop,
    receive {'EXIT', P, R} -> io:format("~p~n", [R]) end,
    io:format("~p~n", [flush()]),
    link(P),
    receive {'EXIT', P, R2} -> io:format("~p~n", [R2]) end,
    io:format("~p ~p~n", [link(self()), unlink(self())]),
    Q = spawn_link(fun() -> receive stop -> exit(q) end end),
    unlink(Q),
    M = monitor(process, Q),
    Q ! stop,
    io:format("~p ~p~n", [wait_down(M), flush()]),
    {links, L} = process_info(self(), links),
    io:format("~p~n", [[X || X <- L, X =:= Q orelse X =:= P]]),
    show("link atom", fun() -> link(id(a)) end),
    show("unlink atom", fun() -> unlink(id(a)) end).
