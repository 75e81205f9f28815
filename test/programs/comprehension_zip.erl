%% comprehensions over several generators side by side: lists, binaries, maps
%% since-release: 29
-module(comprehension_zip).
-export([main/0]).
-import(prog, [id/1, show/2]).

main() ->
    [sizes(N) || N <- [0, 1, 8, 9, 31, 32, 33, 100, 1000]],
    show("lists", fun() -> [X + Y || X <- id([1, 2, 3]) && Y <- id([4, 5, 6])] end),
    show("map", fun() -> #{X => Y || X <- id([1, 2]) && <<Y>> <= id(<<1, 2>>)} end),
    show("too short", fun() -> [X + Y || X <- id([1, 2, 3]) && Y <- id([4, 5])] end),
    show("strict", fun() -> << <<(X + Y)>> || <<X>> <:= id(<<1, 2>>) && {X, Y} <:- id([{1, 1}, 2]) >> end).

sizes(N) ->
    L = id(lists:seq(1, N)),
    B = << <<X:16>> || X <- L >>,
    M = maps:iterator(maps:from_keys(L, v), ordered),
    Made = [
        << <<(X + Y):64>> || X <- L && Y <- L >>,
        << <<(X + Y):7>> || X <- L && <<Y:16>> <= B >>,
        << <<X:32, Y:32>> || X := _ <- M && Y := _ <- M >>,
        << <<X:8, Y:16, Z:24>> || X <- L && <<Y:16>> <= B && Z := _ <- M >>
    ],
    io:format("~w ~w~n", [N, [{bit_size(Bits), erlang:phash2(Bits)} || Bits <- Made]]).
