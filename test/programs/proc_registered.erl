%% names, their errors, and what becomes of them
-module(proc_registered).
-export([main/0]).
-import(prog, [id/1, show/2, flush/0, wait_down/1]).

main() ->
    P = spawn(fun() -> receive stop -> ok end end),
    io:format("~p~n", [register(my_name, P)]),
    io:format("~p~n", [[whereis(my_name) =:= P, whereis(nobody), lists:member(my_name, registered()), process_info(P, registered_name)]]),
    show("twice", fun() -> register(my_name, self()) end),
    show("second name", fun() -> register(other_name, P) end),
    show("undefined", fun() -> register(undefined, self()) end),
    show("not a pid", fun() -> register(x, id(5)) end),
    show("not an atom", fun() -> register(id("x"), self()) end),
    show("unregister none", fun() -> unregister(nobody) end),
    show("send to none", fun() -> nobody ! x end),
    my_name ! hello,
    {my_name, node()} ! hello,
    {nobody, node()} ! hello,
    M = monitor(process, P),
    my_name ! stop,
    wait_down(M),
    io:format("~p~n", [whereis(my_name)]),
    show("register dead", fun() -> register(dead, P) end),
    register(me, self()),
    me ! to_me,
    io:format("~p ~p ~p~n", [flush(), unregister(me), whereis(me)]),
    io:format("~p~n", [process_info(self(), registered_name)]).
