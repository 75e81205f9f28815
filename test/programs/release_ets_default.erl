%% A default object that is too short, for a key that is there
%% release-dependent: refused since OTP 28
-module(release_ets_default).
-export([main/0]).

main() ->
    T = ets:new(a, [{keypos, 3}]),
    ets:insert(T, {0, 0, key}),
    say(fun() -> ets:update_counter(T, key, {2, 1}, {0, 0}) end),
    say(fun() -> ets:update_counter(T, key, {2, 1}, foo) end),
    say(fun() -> ets:update_counter(T, key, foo, {0, 0}) end),
    say(fun() -> ets:update_counter(T, other, {2, 1}, {0, 0, 0}) end),
    say(fun() -> ets:update_element(T, key, {2, 7}, {0, 0}) end),
    say(fun() -> ets:update_element(T, key, {9, 1}, {0, 0}) end),
    say(fun() -> ets:update_element(T, key, foo, {0, 0}) end),
    say(fun() -> ets:update_element(T, key, [], {0, 0}) end),
    say(fun() -> lists:sort(ets:tab2list(T)) end).

say(F) ->
    io:format("~p~n", [try F() catch C:E:St -> {C, E, proplists:get_value(error_info, element(4, hd(St)))} end]).
