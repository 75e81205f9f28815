%% map comprehensions and map generators
%% since-release: 27
-module(map_comprehension).
-export([main/0]).
-import(prog, [id/1, show/2]).

main() ->
    io:format("~w~n", [#{X => X * X || X <- [1, 2, 3]}]),
    io:format("~w~n", [lists:sort([{K, V} || K := V <- #{1 => a, 2 => b}])]),
    io:format("~w~n", [#{V => K || K := V <- #{1 => a}, is_atom(V)}]),
    io:format("~w~n", [map_size(#{K => V || K := V <- maps:from_list([{I, I} || I <- lists:seq(1, 100)]), V rem 3 =:= 0})]),
    io:format("~w~n", [lists:sort([K || {K, 1} := _ <- #{{a, 1} => x, {b, 2} => y, c => z}])]),
    io:format("~w~n", [#{B => N || <<N, B:N/binary>> <= <<1, "a", 2, "bc">>}]),
    io:format("~w~n", [<< <<K>> || K := _ <- #{7 => x} >>]),
    show("bad generator", fun() -> [K || K := _ <- id([a])] end),
    io:format("~w~n", [[{K, X} || K := L <- #{k => [1, 2]}, X <- L]]).
