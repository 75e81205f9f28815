%% processes of low priority are served, those of high priority first
-module(proc_priorities).
-export([main/0]).

main() ->
    Me = self(),
    Go = fun(Name) -> fun() -> receive go -> Me ! Name end end end,
    Ps = [spawn_opt(Go(P), [{priority, P}]) || P <- [low, normal, high]],
    [io:format("~p~n", [process_info(P, priority)]) || P <- Ps],
    [P ! go || P <- Ps],
    io:format("~p~n", [lists:sort([receive X -> X end || _ <- Ps])]),
    Low = spawn_opt(fun() -> Me ! {low, lists:sum(lists:seq(1, 100000))} end, [{priority, low}]),
    receive {low, S} -> io:format("~p ~p~n", [S, is_pid(Low)]) end.
