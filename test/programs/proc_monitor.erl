%% monitors of living, dead and named processes
-module(proc_monitor).
-export([main/0]).
-import(prog, [id/1, show/2, flush/0, wait_down/1]).

main() ->
    P = spawn(fun() -> receive {stop, R} -> exit(R) end end),
    M1 = monitor(process, P),
    M2 = monitor(process, P),
    P ! {stop, because},
    L = lists:sort([begin receive {'DOWN', M, process, P, R} -> {M =:= M1, R} end end || M <- [M2, M1]]),
    io:format("~p~n", [L]),
    M3 = monitor(process, P),
    io:format("~p~n", [wait_down(M3)]),
    M4 = monitor(process, no_such_name),
    receive {'DOWN', M4, process, What, R4} -> io:format("~p ~p~n", [What, R4]) end,
    register(named, Q = spawn(fun() -> receive stop -> ok end end)),
    M5 = monitor(process, named),
    M6 = monitor(process, {named, node()}),
    Q ! stop,
    receive {'DOWN', M5, process, W5, R5} -> io:format("~p ~p~n", [W5, R5]) end,
    receive {'DOWN', M6, process, W6, R6} -> io:format("~p ~p~n", [W6, R6]) end,
    T = spawn(fun() -> receive stop -> ok end end),
    M7 = monitor(process, T),
    io:format("~p ~p~n", [demonitor(M7), demonitor(M7)]),
    M8 = monitor(process, T),
    T ! stop,
    receive after 20 -> ok end,
    io:format("~p~n", [demonitor(M8, [flush, info])]),
    io:format("~p~n", [flush()]),
    io:format("~p~n", [demonitor(M8, [info])]),
    show("self", fun() -> is_reference(monitor(process, self())) end),
    show("bad", fun() -> monitor(process, id("x")) end),
    show("bad type", fun() -> monitor(id(thing), self()) end),
    show("demonitor", fun() -> demonitor(id(x)) end),
    M9 = monitor(process, self(), [{tag, {my, tag}}]),
    io:format("~p~n", [is_reference(M9)]),
    M10 = monitor(process, P, [{tag, {my, tag}}]),
    receive {{my, tag}, M10, process, P, R10} -> io:format("~p~n", [R10]) end.
