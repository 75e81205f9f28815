%% keys of every type, with equal-looking ones kept apart
-module(map_key_types).
-export([main/0]).

main() ->
    F = fun lists:map/2,
    R = make_ref(),
    Keys = [1, 1.0, -1, 0, 0.5, 1 bsl 70, a, 'a b', [], [1], "1", [1 | 2], {}, {1}, {1.0}, <<>>, <<1>>, <<1:1>>, #{}, #{1 => 2}, #{1 => 2.0}, self(), R, F, true, "", <<"1">>, {a, [b, #{c => d}]}],
    M = maps:from_list(lists:zip(Keys, lists:seq(1, length(Keys)))),
    io:format("~w~n", [map_size(M)]),
    io:format("~w~n", [[maps:get(K, M) || K <- Keys]]),
    io:format("~w~n", [[maps:get(K, M, none) || K <- [1 bsl 70, {1}, #{1 => 2}, {a, [b, #{c => d}]}, fun lists:map/2, 2.0, [1.0], <<1:2>>]]]),
    io:format("~w~n", [[maps:get(K, maps:remove(1, M), none) || K <- [1, 1.0, "1"]]]),
    Big = maps:from_list([{{K, I}, I} || K <- Keys, I <- lists:seq(1, 40)]),
    io:format("~w~n", [map_size(Big)]),
    io:format("~w~n", [lists:usort([maps:get({K, 7}, Big) || K <- Keys])]).
