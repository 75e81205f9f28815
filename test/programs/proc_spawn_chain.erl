%% each process starts the next; a million reductions; parents that end first
-module(proc_spawn_chain).
-export([main/0]).

main() ->
    Me = self(),
    chain(2000, Me),
    receive {end_of_chain, N} -> io:format("~p~n", [N]) end,
    spawn(fun() -> spawn(fun() -> receive after 5 -> Me ! orphan_done end end) end),
    receive orphan_done -> io:format("orphan done~n") end,
    io:format("~p~n", [tree_sum(10)]),
    Ps = [spawn(fun() -> work(I, Me) end) || I <- lists:seq(1, 20)],
    io:format("~p~n", [lists:sort([receive {W, R} when W =:= P -> R end || P <- Ps])]).

chain(0, Me) -> Me ! {end_of_chain, done};
chain(N, Me) -> spawn(fun() -> chain(N - 1, Me) end).

tree_sum(0) -> 1;
tree_sum(N) ->
    Me = self(),
    R = make_ref(),
    spawn(fun() -> Me ! {R, tree_sum(N - 1)} end),
    Mine = tree_sum(N - 1),
    receive {R, X} -> X + Mine end.

work(I, Me) -> Me ! {self(), lists:foldl(fun(X, A) -> (X * I + A) rem 10007 end, 0, lists:seq(1, 5000))}.
