%% sets of sets, relations and families
-module(ds_sofs).
-export([main/0]).

main() ->
    R = sofs:relation([{a, 1}, {a, 2}, {b, 3}, {c, 1}]),
    S = sofs:relation([{1, x}, {2, y}, {3, z}]),
    T = fun sofs:to_external/1,
    io:format("~w~n", [[T(sofs:composite(sofs:a_function([{a, 1}]), sofs:a_function([{1, x}]))), T(sofs:relative_product(R, S)), T(sofs:domain(R)), T(sofs:range(R)), T(sofs:converse(R)), T(sofs:image(R, sofs:set([a])))]]),
    io:format("~w~n", [[T(sofs:relation_to_family(R)), T(sofs:family_union(sofs:family([{a, [[1], [2, 3]]}]))), T(sofs:union(sofs:set([1, 2]), sofs:set([2, 3]))), T(sofs:powerset(sofs:set([1, 2]))), T(sofs:product(sofs:set([1]), sofs:set([a, b])))]]),
    io:format("~w~n", [[T(sofs:partition(fun(X) -> X rem 3 end, sofs:set(lists:seq(1, 9)))), sofs:is_equal(sofs:set([1, 2]), sofs:set([2, 1])), T(sofs:restriction(R, sofs:set([a]))), T(sofs:symdiff(sofs:set([1, 2]), sofs:set([2, 3])))]]).
