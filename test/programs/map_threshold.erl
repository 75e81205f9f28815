%% maps that grow from 30 to 36 keys and shrink again
-module(map_threshold).
-export([main/0]).

main() ->
    Ms = grow(#{}, 1, 36),
    [io:format("~p ~p ~p~n", [map_size(M), maps:get(map_size(M), M, none), erlang:phash2(M)]) || M <- lists:nthtail(29, Ms)],
    Last = lists:last(Ms),
    Down = shrink(Last, 36, 28),
    [io:format("~p ~p ~p~n", [map_size(M), maps:get(1, M), erlang:phash2(M)]) || M <- Down],
    io:format("~p~n", [[A =:= B || A <- Ms, B <- Down, map_size(A) =:= map_size(B)]]),
    io:format("~p~n", [[A < B || {A, B} <- [{lists:nth(32, Ms), lists:nth(33, Ms)}, {lists:nth(33, Ms), lists:nth(34, Ms)}]]]),
    M33 = lists:nth(33, Ms),
    io:format("~p~n", [[M33#{5 := x} =:= M33, M33#{5 := 5} =:= M33, (M33#{5 := x})#{5 := 5} =:= M33]]),
    io:format("~p~n", [[map_size(maps:with([1, 2, 40], M33)), map_size(maps:without([1, 2, 40], M33))]]).

grow(M, I, N) when I > N -> [M];
grow(M, I, N) -> [M | grow(M#{I => I}, I + 1, N)].

shrink(M, I, To) when I < To -> [M];
shrink(M, I, To) -> [M | shrink(maps:remove(I, M), I - 1, To)].
