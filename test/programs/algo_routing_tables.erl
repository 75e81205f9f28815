%% shortest routes by relaxation, with map comprehensions
%% since-release: 27
-module(algo_routing_tables).
-export([main/0]).

main() ->
    Links = [{a, b, 4}, {a, c, 1}, {c, b, 2}, {b, d, 5}, {c, d, 8}],
    Nodes = [a, b, c, d],
    Tables = #{N => distances(N, Nodes, Links) || N <- Nodes},
    [io:format("~p ~p~n", [N, lists:sort(maps:to_list(maps:get(N, Tables)))]) || N <- Nodes],
    io:format("~p~n", [route(a, d, Tables, Links)]).

route(D, D, _, _) -> [D];
route(S, D, Ts, Ls) ->
    Total = maps:get(D, maps:get(S, Ts)),
    [Next | _] = [B || {A, B, C} <- both(Ls), A =:= S, C + maps:get(D, maps:get(B, Ts)) =:= Total],
    [S | route(Next, D, Ts, Ls)].

both(Ls) -> Ls ++ [{B, A, C} || {A, B, C} <- Ls].

distances(S, Nodes, Links) -> relax(#{N => if N =:= S -> 0; true -> 1000 end || N <- Nodes}, both(Links), length(Nodes)).
relax(D, _, 0) -> D;
relax(D, Ls, K) -> relax(lists:foldl(fun({A, B, C}, M) -> M#{B := min(maps:get(B, M), maps:get(A, M) + C)} end, D, Ls), Ls, K - 1).
