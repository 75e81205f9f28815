%% a process that loops for ever does not stop others
-module(proc_fairness).
-export([main/0]).
-import(prog, [wait_down/1]).

main() ->
    Spinner = spawn(fun() -> spin(0) end),
    Lists = spawn(fun() -> lists_spin(lists:seq(1, 1000)) end),
    Me = self(),
    [spawn(fun() -> receive after I * 40 -> Me ! {tick, I} end end) || I <- lists:seq(1, 5)],
    io:format("~p~n", [[receive {tick, I} -> I end || _ <- lists:seq(1, 5)]]),
    io:format("~p~n", [[is_process_alive(P) || P <- [Spinner, Lists]]]),
    Ms = [monitor(process, P) || P <- [Spinner, Lists]],
    [exit(P, kill) || P <- [Spinner, Lists]],
    io:format("~p~n", [[wait_down(M) || M <- Ms]]).

spin(N) -> spin(N + 1).

lists_spin(L) ->
    lists:foldl(fun(X, A) -> X + A end, 0, lists:reverse(L)),
    lists_spin(L).
