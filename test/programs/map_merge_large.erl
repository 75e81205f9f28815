%% merge, with, without, filter and map over maps of ten thousand keys
-module(map_merge_large).
-export([main/0]).

main() ->
    A = maps:from_list([{I, a} || I <- lists:seq(1, 10000)]),
    B = maps:from_list([{I, b} || I <- lists:seq(5001, 15000)]),
    M = maps:merge(A, B),
    io:format("~p~n", [[map_size(M), maps:get(5000, M), maps:get(5001, M), map_size(maps:intersect(A, B)), map_size(maps:without(maps:keys(B), A)), map_size(maps:with(lists:seq(1, 100), M))]]),
    W = maps:merge_with(fun(K, X, Y) -> {K, X, Y} end, A, B),
    io:format("~p~n", [[maps:get(7000, W), maps:get(1, W), maps:get(15000, W)]]),
    F = maps:filter(fun(K, V) -> K rem 3 =:= 0 andalso V =:= a end, M),
    io:format("~p~n", [map_size(F)]),
    G = maps:groups_from_list(fun(X) -> X rem 10 end, lists:seq(1, 1000)),
    io:format("~p~n", [[length(maps:get(K, G)) || K <- lists:seq(0, 9)]]),
    io:format("~p~n", [maps:size(maps:map(fun(K, _) -> K end, M))]),
    io:format("~p~n", [lists:sum(maps:values(maps:map(fun(K, _) -> K end, M)))]),
    io:format("~p~n", [erlang:phash2(M)]),
    io:format("~p~n", [maps:merge(A, #{}) =:= A]),
    io:format("~p~n", [A < B]).
