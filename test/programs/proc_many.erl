%% ten thousand processes alive at once
-module(proc_many).
-export([main/0]).
-import(prog, [wait_down/1]).

main() ->
    Me = self(),
    Ps = [spawn(fun() -> receive {add, X} -> Me ! {sum, X + I} end end) || I <- lists:seq(1, 10000)],
    io:format("~p~n", [length([P || P <- Ps, is_process_alive(P)])]),
    [P ! {add, 1} || P <- Ps],
    io:format("~p~n", [lists:sum([receive {sum, S} -> S end || _ <- Ps])]),
    Ms = [monitor(process, P) || P <- Ps],
    io:format("~p~n", [lists:usort([wait_down(M) || M <- Ms]) -- [normal, noproc]]),
    io:format("~p~n", [tree(12)]).

tree(0) -> 1;
tree(N) ->
    Me = self(),
    [spawn(fun() -> Me ! {leaf, tree(N - 1)} end) || _ <- [l, r]],
    receive {leaf, A} -> receive {leaf, B} -> A + B end end.
