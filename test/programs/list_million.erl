%% lists of a million elements through body and tail recursion
-module(list_million).
-export([main/0]).

main() ->
    L = lists:seq(1, 1000000),
    io:format("~p~n", [sum(L)]),
    io:format("~p~n", [length(lists:map(fun(X) -> X + 1 end, L))]),
    io:format("~p~n", [lists:foldl(fun(X, A) -> X bxor A end, 0, L)]),
    io:format("~p~n", [lists:foldr(fun(X, A) -> X - A end, 0, L)]),
    io:format("~p~n", [lists:last([X * 2 || X <- L, X rem 3 =:= 0])]),
    io:format("~p~n", [lists:nth(1000000, lists:reverse(L))]),
    io:format("~p~n", [hd(lists:sort(fun erlang:'>='/2, L))]),
    io:format("~p~n", [length(L ++ L)]),
    io:format("~p~n", [count(L)]).

sum([H | T]) -> H + sum(T);
sum([]) -> 0.

count([_ | T]) -> 1 + count(T);
count([]) -> 0.
