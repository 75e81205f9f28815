%% sets of both versions, ordsets and gb_sets
-module(ds_sets).
-export([main/0]).

main() ->
    [begin
         A = M:from_list([3, 1, 2, 3, a, "x"]),
         B = M:from_list([2, 4, a]),
         L = fun(S) -> lists:sort(M:to_list(S)) end,
         io:format("~p ~w~n", [M, [L(A), M:size(A), M:is_element(2, A), M:is_element(9, A), L(M:union(A, B)), L(M:intersection(A, B)), L(M:subtract(A, B)), M:is_subset(M:from_list([1]), A), M:is_disjoint(A, M:from_list([z])), L(M:add_element(7, A)), L(M:del_element(1, A)), M:fold(fun(_, N) -> N + 1 end, 0, A), L(M:filter(fun is_atom/1, A)), M:is_set(A), L(M:union([A, B, B]))]])
     end || M <- [sets, ordsets]],
    S2 = sets:from_list([1, 2, 1.0], [{version, 2}]),
    io:format("~w~n", [[sets:size(S2), lists:sort(sets:to_list(sets:union(S2, sets:from_list([9], [{version, 2}])))) -- [1, 1.0]]]),
    G = gb_sets:from_list([5, 3, 8, 1]),
    io:format("~w~n", [[gb_sets:to_list(G), gb_sets:smallest(G), gb_sets:largest(G), gb_sets:take_smallest(G) =/= x, gb_sets:is_member(3, G), gb_sets:to_list(gb_sets:union(G, gb_sets:from_list([4, 5])))]]),
    It = gb_sets:iterator_from(3, G),
    io:format("~w~n", [walk(gb_sets:next(It))]).

walk(none) -> [];
walk({X, I}) -> [X | walk(gb_sets:next(I))].
