%% maps as keys: made by expressions, from lists, by updates and decoded
-module(map_keys_of_maps).
-export([main/0]).

main() ->
    Keys = [fun(I) -> #{"id" => I} end,
            fun(I) -> #{a => I, b => {I, "x"}} end,
            fun(I) -> #{a => 1, b => 2, c => [I], d => <<I>>} end,
            fun(I) -> #{a => 1, b => 2, c => 3, d => 4, e => #{f => I}} end,
            fun(I) -> maps:from_list([{J, J * I} || J <- lists:seq(1, 40)]) end],
    [try_all(K) || K <- Keys],
    ok.

try_all(Key) ->
    Map = maps:from_list([{Key(I), I} || I <- lists:seq(1, 50)]),
    Forms = [fun(K) -> K end,
             fun(K) -> binary_to_term(term_to_binary(K)) end,
             fun(K) -> maps:from_list(lists:reverse(maps:to_list(K))) end,
             fun(K) -> maps:remove(extra, K#{extra => 1}) end,
             fun(K) -> maps:merge(K, K) end],
    io:format("~p ~p~n", [map_size(Map), [lists:sum([maps:get(F(Key(I)), Map, -1000) || I <- lists:seq(1, 50)]) || F <- Forms]]),
    #{#{"id" => 7} := Seven} = Map#{#{"id" => 7} => seven},
    io:format("~p ~p~n", [Seven, maps:is_key(Key(51), Map)]).
