%% directed graphs, paths, components and topological order
-module(ds_digraph).
-export([main/0]).

main() ->
    G = digraph:new(),
    [digraph:add_vertex(G, V) || V <- [a, b, c, d, e, f]],
    [digraph:add_edge(G, A, B) || {A, B} <- [{a, b}, {b, c}, {c, d}, {a, d}, {e, f}]],
    io:format("~w~n", [[lists:sort(digraph:vertices(G)), digraph:no_edges(G), lists:sort(digraph:out_neighbours(G, a)), lists:sort(digraph:in_neighbours(G, d)), digraph:get_path(G, a, d) =/= false, digraph:get_short_path(G, a, d), digraph:get_path(G, d, a), digraph:in_degree(G, d), digraph:out_degree(G, a)]]),
    io:format("~w~n", [[digraph_utils:is_acyclic(G), before(digraph_utils:topsort(G)), lists:sort([lists:sort(C) || C <- digraph_utils:components(G)]), lists:sort(digraph_utils:reachable([b], G)), lists:sort(digraph_utils:reaching([d], G))]]),
    digraph:add_edge(G, d, a),
    io:format("~w~n", [[digraph_utils:is_acyclic(G), digraph_utils:topsort(G), lists:sort([lists:sort(C) || C <- digraph_utils:strong_components(G)]), length(digraph:get_cycle(G, a))]]),
    digraph:del_vertex(G, b),
    io:format("~w~n", [[digraph:no_vertices(G), digraph:no_edges(G)]]),
    A = digraph:new([acyclic]),
    digraph:add_vertex(A, 1), digraph:add_vertex(A, 2), digraph:add_edge(A, 1, 2),
    io:format("~w~n", [element(1, element(2, digraph:add_edge(A, 2, 1)))]),
    digraph:delete(G).

before(L) -> [index(X, L) < index(Y, L) || {X, Y} <- [{a, b}, {b, c}, {c, d}, {e, f}]].

index(X, [X | _]) -> 0;
index(X, [_ | T]) -> 1 + index(X, T).
