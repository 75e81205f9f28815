%% generators that fail instead of skipping, and zipped ones
%% since-release: 29
-module(strict_generators).
-export([main/0]).
-import(prog, [id/1, show/2]).

main() ->
    io:format("~w~n", [[X || {ok, X} <:- [{ok, 1}, {ok, 2}]]]),
    show("no match", fun() -> [X || {ok, X} <:- id([{ok, 1}, error])] end),
    io:format("~w~n", [[{X, Y} || X <- [1, 2, 3] && Y <- [a, b, c]]]),
    show("unequal", fun() -> [{X, Y} || X <- id([1, 2]) && Y <- [a]] end),
    io:format("~w~n", [[X || <<X:8>> <:= <<1, 2>>]]),
    show("bits left", fun() -> [X || <<X:8>> <:= id(<<1, 2, 3:4>>)] end),
    io:format("~w~n", [#{K => V || K := V <:- #{a => 1}}]),
    io:format("~w~n", [[{X, Y} || X <- [1, 2] && <<Y>> <= <<3, 4>>]]).
