%% put, get, erase and their errors
-module(misc_persistent_term).
-export([main/0]).
-import(prog, [show/2]).

main() ->
    K = {?MODULE, key},
    io:format("~p~n", [[persistent_term:put(K, #{a => [1, 2]}), persistent_term:get(K), persistent_term:get({?MODULE, none}, default)]]),
    io:format("~p~n", [[persistent_term:put(K, second), persistent_term:get(K), persistent_term:erase(K), persistent_term:erase(K)]]),
    show("get", fun() -> persistent_term:get(K) end),
    persistent_term:put({?MODULE, f}, fun(X) -> X * 2 end),
    Me = self(),
    spawn(fun() -> F = persistent_term:get({?MODULE, f}), Me ! F(21) end),
    receive R -> io:format("~p~n", [R]) end,
    io:format("~p~n", [is_integer(maps:get(count, persistent_term:info()))]),
    io:format("~p~n", [lists:keymember({?MODULE, f}, 1, persistent_term:get())]),
    persistent_term:erase({?MODULE, f}).
