%% sorting and merging numbers of all sizes and types
-module(numbers_comparison_chain).
-export([main/0]).

main() ->
    Ns = [3, 1.5, -2, 1 bsl 65, -(1 bsl 65), 2.0e19, 0.1, -0.1, 1 bsl 53, 9007199254740993, 9.007199254740994e15, 1.0e308, 1 bsl 1022, 5.0e-324],
    S = lists:sort(Ns),
    io:format("~w~n", [S]),
    io:format("~w~n", [lists:all(fun({A, B}) -> A =< B end, lists:zip(lists:droplast(S), tl(S)))]),
    io:format("~w~n", [[{lists:max(Ns), lists:min(Ns)}]]),
    io:format("~w~n", [lists:merge(lists:sort([1, 5, 1 bsl 70]), lists:sort([2.5, 1.0e30, 0.0]))]),
    io:format("~w~n", [[X || X <- Ns, X > 0, X < 10]]),
    io:format("~w~n", [[trunc(X) || X <- Ns, X < 1.0e25, X > -1.0e25]]),
    io:format("~w~n", [lists:usort([1, 1.0, 2, 2.0, 1]) -- [1, 1.0, 2, 2.0]]),
    io:format("~w~n", [[X == Y || X <- [1, 1.0], Y <- [1, 1.0]]]).
