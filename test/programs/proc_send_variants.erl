%% ! and the send BIFs, to pids, names, aliases and the dead
-module(proc_send_variants).
-export([main/0]).
-import(prog, [id/1, show/2, flush/0, wait_down/1]).

main() ->
    self() ! (self() ! (self() ! x)),
    io:format("~p~n", [flush()]),
    io:format("~p~n", [[erlang:send(self(), a), erlang:send(self(), b, []), erlang:send(self(), c, [nosuspend, noconnect])]]),
    io:format("~p~n", [flush()]),
    Dead = spawn(fun() -> ok end),
    M = monitor(process, Dead),
    wait_down(M),
    io:format("~p~n", [[Dead ! x, erlang:send(Dead, x, [])]]),
    register(me2, self()),
    io:format("~p~n", [[me2 ! 1, {me2, node()} ! 2, erlang:send(me2, 3), erlang:send({nobody, node()}, 4)]]),
    io:format("~p~n", [flush()]),
    unregister(me2),
    show("atom", fun() -> erlang:send(nobody, x) end),
    show("list", fun() -> id([]) ! x end),
    show("tuple", fun() -> id({a, b, c}) ! x end),
    show("int", fun() -> erlang:send(id(5), x) end),
    show("options", fun() -> erlang:send(self(), x, [nosuch]) end),
    io:format("~p~n", [erlang:send_nosuspend(self(), z)]),
    io:format("~p~n", [flush()]).
