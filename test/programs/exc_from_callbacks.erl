%% exceptions thrown out of callbacks of OTP's functions
-module(exc_from_callbacks).
-export([main/0]).
-import(prog, [id/1, try_call/1]).

main() ->
    io:format("~p~n", [(catch lists:foreach(fun(X) -> X > 3 andalso throw({found, X}) end, lists:seq(1, 10)))]),
    io:format("~p~n", [try_call(fun() -> lists:map(fun(X) -> 10 div X end, [1, 0]) end)]),
    io:format("~p~n", [try_call(fun() -> maps:map(fun(_, V) -> atom_to_list(V) end, #{1 => a, 2 => 3}) end)]),
    io:format("~p~n", [try_call(fun() -> lists:sort(fun(_, _) -> exit(no_sort) end, [2, 1]) end)]),
    io:format("~p~n", [try_call(fun() -> lists:foldr(fun(X, A) -> case X of 2 -> error({at, X, A}); _ -> [X | A] end end, [], [1, 2, 3]) end)]),
    io:format("~p~n", [find(fun(X) -> X rem 7 =:= 0 end, lists:seq(10, 30))]),
    io:format("~p~n", [try_call(fun() -> gb_trees:map(fun(_, _) -> throw(stop) end, gb_trees:from_orddict([{1, 2}])) end)]),
    io:format("~p~n", [try_call(fun() -> ets:foldl(fun(_, _) -> throw(out) end, 0, begin T = ets:new(t, []), ets:insert(T, {1}), T end) end)]),
    io:format("~p~n", [try_call(fun() -> string:to_integer(id(a)) end)]).

find(P, L) ->
    try lists:foreach(fun(X) -> case P(X) of true -> throw({ok, X}); false -> ok end end, L) of
        ok -> none
    catch
        {ok, X} -> X
    end.
