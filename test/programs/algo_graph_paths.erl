%% Dijkstra, Floyd and breadth first search
-module(algo_graph_paths).
-export([main/0]).

main() ->
    G = #{a => [{b, 7}, {c, 9}, {f, 14}], b => [{a, 7}, {c, 10}, {d, 15}], c => [{a, 9}, {b, 10}, {d, 11}, {f, 2}], d => [{b, 15}, {c, 11}, {e, 6}], e => [{d, 6}, {f, 9}], f => [{a, 14}, {c, 2}, {e, 9}], z => []},
    io:format("~w~n", [lists:sort(maps:to_list(dijkstra(G, a)))]),
    io:format("~w~n", [floyd(G)]),
    io:format("~w~n", [[bfs(G, a, T) || T <- [e, a, z]]]),
    io:format("~w~n", [grid(["S.#.....", "..#.###.", "....#..E"])]).

dijkstra(G, S) -> dijkstra(G, gb_sets:singleton({0, S}), #{}).
dijkstra(G, Q, Done) ->
    case gb_sets:is_empty(Q) of
        true -> Done;
        false ->
            {{D, V}, Q1} = gb_sets:take_smallest(Q),
            case Done of
                #{V := _} -> dijkstra(G, Q1, Done);
                _ ->
                    Q2 = lists:foldl(fun({W, L}, A) -> gb_sets:add({D + L, W}, A) end, Q1, maps:get(V, G)),
                    dijkstra(G, Q2, Done#{V => D})
            end
    end.

floyd(G) ->
    Vs = lists:sort(maps:keys(G)),
    D0 = maps:from_list([{{A, B}, L} || {A, Es} <- maps:to_list(G), {B, L} <- Es]),
    D = lists:foldl(fun(K, M) ->
        lists:foldl(fun({I, J}, N) ->
            case {maps:get({I, K}, N, inf), maps:get({K, J}, N, inf)} of
                {X, Y} when is_integer(X), is_integer(Y), I =/= J ->
                    case maps:get({I, J}, N, inf) of
                        Z when is_integer(Z), Z =< X + Y -> N;
                        _ -> N#{{I, J} => X + Y}
                    end;
                _ -> N
            end
        end, M, [{I, J} || I <- Vs, J <- Vs])
    end, D0, Vs),
    [maps:get({A, B}, D, inf) || A <- Vs, B <- Vs, A < B].

bfs(G, S, T) -> bfs(G, T, queue:from_list([[S]]), #{S => true}).
bfs(G, T, Q, Seen) ->
    case queue:out(Q) of
        {empty, _} -> none;
        {{value, [T | _] = P}, _} -> lists:reverse(P);
        {{value, [V | _] = P}, Q1} ->
            New = [W || {W, _} <- maps:get(V, G), not is_map_key(W, Seen)],
            bfs(G, T, lists:foldl(fun(W, A) -> queue:in([W | P], A) end, Q1, New), maps:merge(Seen, maps:from_keys(New, true)))
    end.

grid(Rows) ->
    Cells = maps:from_list([{{X, Y}, C} || {Y, R} <- lists:enumerate(Rows), {X, C} <- lists:enumerate(R), C =/= $#]),
    [S] = [P || {P, $S} <- maps:to_list(Cells)],
    [E] = [P || {P, $E} <- maps:to_list(Cells)],
    wave([S], E, maps:remove(S, Cells), 0).

wave([], _, _, _) -> no_way;
wave(Front, E, Left, N) ->
    case lists:member(E, Front) of
        true -> N;
        false ->
            Next = lists:usort([P || {X, Y} <- Front, P <- [{X + 1, Y}, {X - 1, Y}, {X, Y + 1}, {X, Y - 1}], is_map_key(P, Left)]),
            wave(Next, E, maps:without(Next, Left), N + 1)
    end.
