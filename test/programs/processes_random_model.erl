%% random spawns, links, monitors and kills, with the counts that must follow
-module(processes_random_model).
-export([main/0]).
-import(prog, [flush/0, wait_down/1]).

main() ->
    process_flag(trap_exit, true),
    {Alive, _} = lists:foldl(fun step/2, {[], 11}, lists:seq(1, 600)),
    io:format("~w~n", [length(Alive)]),
    io:format("~w~n", [lists:all(fun is_process_alive/1, Alive)]),
    [exit(P, kill) || P <- Alive],
    Ms = [monitor(process, P) || P <- Alive],
    io:format("~w~n", [lists:usort([wait_down(M) || M <- Ms]) -- [killed, noproc]]),
    io:format("~w~n", [lists:usort([R || {'EXIT', _, R} <- flush()])]).

step(_, {Ps, S}) ->
    S2 = (S * 48271) rem 2147483647,
    case {S2 rem 5, Ps} of
        {0, [P | T]} -> M = monitor(process, P), exit(P, kill), killed = wait_down(M), {T, S2};
        {1, [P | T]} -> M = monitor(process, P), P ! {stop, S2 rem 3}, _ = wait_down(M), {T, S2};
        {2, _} -> {[spawn_link(fun loop/0) | Ps], S2};
        {3, [P | T]} -> P ! {ping, self()}, receive {pong, P} -> {T ++ [P], S2} end;
        _ -> {[spawn(fun loop/0) | Ps], S2}
    end.

loop() ->
    receive
        {ping, From} -> From ! {pong, self()}, loop();
        {stop, 0} -> ok;
        {stop, N} -> exit({stopped, N})
    end.
