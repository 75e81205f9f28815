%% knight's moves, Hamiltonian paths and a maze by backtracking
-module(algo_knights_and_tours).
-export([main/0]).

main() ->
    io:format("~w~n", [tour(5)]),
    io:format("~w~n", [knight_distance({1, 1}, {8, 8})]),
    io:format("~s~n", [maze(["#########", "#S..#...#", "#.#.#.#.#", "#.#...#E#", "#########"])]),
    io:format("~w~n", [length(subsets_with_sum([3, 34, 4, 12, 5, 2, 7, 8], 15))]),
    io:format("~w~n", [colour([{a, b}, {b, c}, {c, a}, {c, d}], [red, green, blue])]).

tour(N) ->
    Start = {1, 1},
    try step(Start, #{Start => 1}, 1, N) of
        none -> none
    catch {found, M} -> [[maps:get({R, C}, M) || C <- lists:seq(1, N)] || R <- lists:seq(1, N)]
    end.
step(_, M, K, N) when K =:= N * N -> throw({found, M});
step(P, M, K, N) ->
    Next = lists:sort([{length(free(Q, M, N)), Q} || Q <- free(P, M, N)]),
    lists:foreach(fun({_, Q}) -> step(Q, M#{Q => K + 1}, K + 1, N) end, Next),
    none.
free({R, C}, M, N) ->
    [{R + A, C + B} || {A, B} <- [{1, 2}, {2, 1}, {2, -1}, {1, -2}, {-1, -2}, {-2, -1}, {-2, 1}, {-1, 2}],
                       R + A > 0, C + B > 0, R + A =< N, C + B =< N, not is_map_key({R + A, C + B}, M)].

knight_distance(A, B) -> bfs([A], B, #{A => 0}, 0).
bfs(Front, B, Seen, D) ->
    case lists:member(B, Front) of
        true -> D;
        false ->
            Next = lists:usort([Q || P <- Front, Q <- free(P, Seen, 8)]),
            bfs(Next, B, maps:merge(Seen, maps:from_keys(Next, D)), D + 1)
    end.

maze(Rows) ->
    M = maps:from_list([{{R, C}, X} || {R, Row} <- lists:enumerate(Rows), {C, X} <- lists:enumerate(Row)]),
    [S] = [P || {P, $S} <- maps:to_list(M)],
    Path = walk(S, M, [S]),
    [[[case lists:member({R, C}, Path) andalso X =:= $. of true -> $*; false -> X end || {C, X} <- lists:enumerate(Row)], $\n] || {R, Row} <- lists:enumerate(Rows)].
walk({R, C} = P, M, Path) ->
    case M of
        #{P := $E} -> Path;
        _ ->
            lists:foldl(fun(Q, none) -> case lists:member(Q, Path) orelse maps:get(Q, M) =:= $# of true -> none; false -> walk(Q, M, [Q | Path]) end; (_, Found) -> Found end, none, [{R, C + 1}, {R + 1, C}, {R, C - 1}, {R - 1, C}])
    end.

subsets_with_sum(_, 0) -> [[]];
subsets_with_sum([], _) -> [];
subsets_with_sum([H | T], N) -> [[H | S] || H =< N, S <- subsets_with_sum(T, N - H)] ++ subsets_with_sum(T, N).

colour(Edges, Colours) ->
    Vs = lists:usort([V || {A, B} <- Edges, V <- [A, B]]),
    hd(colour(Vs, Edges, Colours, [])).
colour([], _, _, Acc) -> [lists:sort(Acc)];
colour([V | T], Es, Cs, Acc) ->
    [S || C <- Cs, not lists:any(fun({A, B}) -> (A =:= V andalso lists:member({B, C}, Acc)) orelse (B =:= V andalso lists:member({A, C}, Acc)) end, Es), S <- colour(T, Es, Cs, [{V, C} | Acc])].
