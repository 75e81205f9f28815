%% iterators with an order of their own
%% since-release: 27
-module(map_iterator_order).
-export([main/0]).

main() ->
    M = maps:from_list([{I, -I} || I <- lists:seq(1, 50)]),
    It = maps:iterator(M, ordered),
    io:format("~w~n", [[K || {K, _} <- maps:to_list(It)]]),
    io:format("~w~n", [[K || {K, _} <- maps:to_list(maps:iterator(M, reversed))]]),
    io:format("~w~n", [[V || {_, V} <- maps:to_list(maps:iterator(M, fun(A, B) -> {A rem 7, A} =< {B rem 7, B} end))]]),
    io:format("~kp~n", [#{b => 1, a => 2, c => 3}]),
    io:format("~Kp~n", [reversed, #{b => 1, a => 2, c => 3}]).
