%% a chain of linked processes falls as one
-module(proc_links_chain).
-export([main/0]).
-import(prog, [wait_down/1]).

main() ->
    process_flag(trap_exit, true),
    Me = self(),
    P = spawn_link(fun() -> chain(100, Me) end),
    receive {bottom, Bottom} -> ok end,
    R = monitor(process, Bottom),
    exit(P, falling),
    io:format("~p~n", [wait_down(R)]),
    receive {'EXIT', P, Why} -> io:format("~p~n", [Why]) end,
    P2 = spawn_link(fun() -> chain(10, Me) end),
    receive {bottom, B2} -> ok end,
    B2 ! {die, from_below},
    receive {'EXIT', P2, Why2} -> io:format("~p~n", [Why2]) end,
    P3 = spawn(fun() -> chain(3, Me) end),
    receive {bottom, B3} -> ok end,
    R3 = monitor(process, P3),
    B3 ! {die, normal},
    receive {'DOWN', R3, _, _, W} -> io:format("~p~n", [W]) after 50 -> io:format("normal does not spread~n") end,
    exit(P3, kill),
    io:format("~p~n", [wait_down(R3)]).

chain(0, Top) ->
    Top ! {bottom, self()},
    receive {die, R} -> exit(R) end;
chain(N, Top) ->
    spawn_link(fun() -> chain(N - 1, Top) end),
    receive never -> ok end.
