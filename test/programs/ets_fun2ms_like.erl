%% match specifications as the parse transform of ms_transform makes them
-module(ets_fun2ms_like).
-export([main/0]).
-import(prog, [id/1]).

-include_lib("stdlib/include/ms_transform.hrl").

main() ->
    T = ets:new(t, [ordered_set]),
    ets:insert(T, [{N, {person, Name, Age}} || {N, Name, Age} <- [{1, "ann", 31}, {2, "bob", 25}, {3, "cy", 40}, {4, "di", 18}]]),
    io:format("~p~n", [ets:select(T, ets:fun2ms(fun({N, {person, Name, A}}) when A > 24, N =/= 3 -> {Name, A + 1} end))]),
    Limit = id(30),
    io:format("~p~n", [ets:select(T, ets:fun2ms(fun({_, {person, Name, A}} = O) when A < Limit -> {Name, O} end))]),
    io:format("~p~n", [ets:select_count(T, ets:fun2ms(fun({_, {_, _, A}}) when A rem 5 =:= 0 -> true end))]),
    io:format("~p~n", [ets:select_delete(T, ets:fun2ms(fun({N, _}) -> N > 2 end))]),
    io:format("~p~n", [ets:tab2list(T)]).
