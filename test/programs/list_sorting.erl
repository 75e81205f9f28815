%% sort, usort, merge, keysort with stability and own orders
-module(list_sorting).
-export([main/0]).

main() ->
    L = [3, 1, 2, 3.5, 1.5, a, "x", {1}, [], 2, 10, -5, 1 bsl 70],
    io:format("~w~n~w~n~w~n", [lists:sort(L), lists:usort(L), lists:reverse(lists:sort(L))]),
    K = [{2, a}, {1, b}, {2, b}, {1, a}, {1.0, z}, {3, c}, {2, a}],
    io:format("~w~n~w~n~w~n", [lists:keysort(1, K), lists:keysort(2, K), lists:ukeysort(1, K)]),
    io:format("~w~n", [lists:sort(fun({_, A}, {_, B}) -> A >= B end, K)]),
    io:format("~w~n", [lists:usort(fun(A, B) -> A rem 3 =< B rem 3 end, lists:seq(1, 12))]),
    io:format("~w~n", [[lists:merge([1, 3, 5], [2, 3, 4]), lists:umerge([1, 3, 5], [1, 3, 4]), lists:merge3([1], [0, 2], [1]), lists:merge([[5], [1, 9], [3]]), lists:keymerge(1, [{1, a}, {3, a}], [{1, b}, {2, b}])]]),
    Big = [(I * 7919) rem 10007 || I <- lists:seq(1, 20000)],
    S = lists:sort(Big),
    io:format("~p ~p ~p~n", [hd(S), lists:last(S), erlang:phash2(S)]),
    io:format("~p~n", [erlang:phash2(lists:sort(fun(A, B) -> A > B end, Big))]),
    io:format("~p~n", [erlang:phash2(lists:keysort(2, [{I, X rem 100} || {I, X} <- lists:zip(lists:seq(1, 20000), Big)]))]),
    io:format("~p~n", [lists:sort(lists:seq(1, 100)) =:= lists:seq(1, 100)]).
