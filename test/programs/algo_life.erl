%% Conway's game of life on a set of cells
-module(algo_life).
-export([main/0]).

main() ->
    Glider = sets:from_list([{1, 0}, {2, 1}, {0, 2}, {1, 2}, {2, 2}]),
    io:format("~w~n", [cells(run(Glider, 4))]),
    io:format("~w~n", [cells(run(Glider, 40))]),
    Blinker = sets:from_list([{0, 0}, {1, 0}, {2, 0}]),
    io:format("~w ~w~n", [cells(run(Blinker, 1)), cells(run(Blinker, 2))]),
    R = sets:from_list([{1, 0}, {2, 0}, {0, 1}, {1, 1}, {1, 2}]),
    io:format("~w~n", [[sets:size(run(R, N)) || N <- [0, 10, 25, 50]]]),
    [io:format("~s~n", [[case sets:is_element({X, Y}, run(Glider, 2)) of true -> $#; false -> $. end || X <- lists:seq(0, 4)]]) || Y <- lists:seq(0, 4)],
    ok.

cells(S) -> lists:sort(sets:to_list(S)).

run(S, 0) -> S;
run(S, N) -> run(step(S), N - 1).

step(S) ->
    Counts = lists:foldl(fun(C, M) -> maps:update_with(C, fun(K) -> K + 1 end, 1, M) end, #{},
        [{X + DX, Y + DY} || {X, Y} <- sets:to_list(S), DX <- [-1, 0, 1], DY <- [-1, 0, 1], {DX, DY} =/= {0, 0}]),
    sets:from_list([C || {C, N} <- maps:to_list(Counts), N =:= 3 orelse (N =:= 2 andalso sets:is_element(C, S))]).
