%% every way to start a process
-module(proc_spawn_variants).
-export([main/0]).
-export([say/2]).
-import(prog, [id/1, show/2, wait_down/1]).

main() ->
    Me = self(),
    Say = fun(X) -> Me ! {said, X} end,
    spawn(fun() -> Say(spawn1) end), io:format("~p~n", [next()]),
    spawn(?MODULE, say, [Me, spawn3]), io:format("~p~n", [next()]),
    spawn(node(), fun() -> Say(spawn2) end), io:format("~p~n", [next()]),
    spawn(node(), ?MODULE, say, [Me, spawn4]), io:format("~p~n", [next()]),
    spawn_link(fun() -> Say(spawn_link) end), io:format("~p~n", [next()]),
    spawn_link(?MODULE, say, [Me, spawn_link3]), io:format("~p~n", [next()]),
    {P, R} = spawn_monitor(fun() -> Say(spawn_monitor) end), io:format("~p ~p~n", [next(), wait_down(R)]),
    {_, R3} = spawn_monitor(?MODULE, say, [Me, spawn_monitor3]), io:format("~p ~p~n", [next(), wait_down(R3)]),
    spawn_opt(fun() -> Say(spawn_opt) end, [link, {priority, high}]), io:format("~p~n", [next()]),
    {_, R4} = spawn_opt(?MODULE, say, [Me, spawn_opt4], [monitor, {min_heap_size, 1000}]), io:format("~p ~p~n", [next(), wait_down(R4)]),
    {_, R5} = spawn_opt(fun() -> exit(bye) end, [{monitor, [{tag, gone}]}]),
    receive {gone, R5, process, _, Why} -> io:format("~p~n", [Why]) end,
    Id = spawn_request(?MODULE, say, [Me, requested], [{reply_tag, started}]),
    receive {started, Id, ok, Pid} -> io:format("~p~n", [is_pid(Pid)]) end,
    io:format("~p ~p~n", [next(), is_process_alive(P)]),
    Id2 = spawn_request(fun() -> Say(req2) end, [{reply, no}]),
    io:format("~p ~p~n", [next(), is_reference(Id2)]),
    show("bad fun", fun() -> spawn(id(a)) end),
    show("bad args", fun() -> spawn(lists, reverse, id(x)) end),
    show("bad option", fun() -> spawn_opt(fun() -> ok end, [nosuch]) end),
    show("no list", fun() -> spawn_opt(fun() -> ok end, id(x)) end),
    show("not enough", fun() -> spawn_monitor(id(a)) end).

say(To, X) -> To ! {said, X}.

next() -> receive {said, X} -> X after 5000 -> nothing end.
