%% a supervisor written by hand restarts its workers
-module(proc_trap_loop).
-export([main/0]).

main() ->
    Me = self(),
    Sup = spawn(fun() -> process_flag(trap_exit, true), sup(Me, [{start(Me, I), I, 0} || I <- [a, b, c]]) end),
    Ws = wait_all([a, b, c], #{}),
    maps:get(b, Ws) ! crash,
    W2 = wait_all([b], Ws),
    maps:get(b, W2) ! crash,
    maps:get(a, W2) ! stop,
    W3 = wait_all([b], W2),
    io:format("~p~n", [receive {stopped, X} -> X end]),
    maps:get(b, W3) ! {work, 20},
    receive {result, R} -> io:format("~p~n", [R]) end,
    Sup ! {info, self()},
    receive {info, I} -> io:format("~p~n", [I]) end,
    Sup ! shutdown,
    receive {sup_done, N} -> io:format("~p~n", [N]) end.

wait_all([], M) -> M;
wait_all(L, M) -> receive {up, I, P} -> io:format("up ~p~n", [lists:member(I, L)]), wait_all(lists:delete(I, L), M#{I => P}) end.

start(Me, I) -> spawn_link(fun() -> Me ! {up, I, self()}, work(Me) end).

work(Me) ->
    receive
        crash -> exit(crashed);
        stop -> ok;
        {work, N} -> Me ! {result, N * 2}, work(Me)
    end.

sup(Me, Cs) ->
    receive
        {'EXIT', P, normal} ->
            {value, {P, I, _}, Rest} = lists:keytake(P, 1, Cs),
            Me ! {stopped, I},
            sup(Me, Rest);
        {'EXIT', P, crashed} ->
            {value, {P, I, N}, Rest} = lists:keytake(P, 1, Cs),
            sup(Me, [{start(Me, I), I, N + 1} | Rest]);
        {info, From} -> From ! {info, lists:sort([{I, N} || {_, I, N} <- Cs])}, sup(Me, Cs);
        shutdown ->
            [exit(P, shutdown) || {P, _, _} <- Cs],
            Me ! {sup_done, length([receive {'EXIT', P, shutdown} -> ok end || {P, _, _} <- Cs])}
    end.
