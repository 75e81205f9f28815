%% maps of many keys, built, looked up, changed and taken apart
-module(map_large).
-export([main/0]).

main() ->
    M = maps:from_list([{I, I * I} || I <- lists:seq(1, 10000)]),
    io:format("~p~n", [[map_size(M), maps:get(77, M), maps:get(10000, M), maps:get(0, M, none)]]),
    io:format("~p~n", [lists:sum(maps:values(M))]),
    io:format("~p~n", [lists:sort(maps:keys(M)) =:= lists:seq(1, 10000)]),
    M2 = lists:foldl(fun(I, A) -> maps:remove(I, A) end, M, lists:seq(1, 10000, 2)),
    io:format("~p~n", [[map_size(M2), maps:is_key(3, M2), maps:is_key(4, M2)]]),
    M3 = lists:foldl(fun(I, A) -> A#{I => new} end, M2, lists:seq(1, 100)),
    io:format("~p~n", [[map_size(M3), maps:get(3, M3), maps:get(102, M3), map_size(M), map_size(M2)]]),
    io:format("~p~n", [M =:= maps:from_list([{I, I * I} || I <- lists:seq(10000, 1, -1)])]),
    io:format("~p~n", [maps:fold(fun(K, V, A) -> A + K * V end, 0, maps:filter(fun(K, _) -> K rem 100 =:= 0 end, M))]),
    io:format("~p~n", [map_size(maps:merge(M3, maps:from_list([{I, x} || I <- lists:seq(9990, 10010)])))]),
    Gone = lists:foldl(fun maps:remove/2, M2, lists:seq(2, 10000, 2)),
    io:format("~p ~p~n", [Gone, Gone =:= #{}]),
    S = maps:from_list([{integer_to_binary(I), I} || I <- lists:seq(1, 1000)]),
    io:format("~p~n", [[maps:get(<<"999">>, S), erlang:phash2(S) =:= erlang:phash2(maps:from_list(lists:reverse(maps:to_list(S))))]]).
