%% traces that go through functions of OTP
%% release-dependent: OTP's own functions have changed
-module(exc_stack_lists).
-export([main/0]).
-import(prog, [id/1, try_call/2]).

main() ->
    io:format("~p~n", [try_call(?MODULE, fun() -> [lists:foreach(fun(X) -> X + a end, [1])] end)]),
    io:format("~p~n", [try_call(?MODULE, fun() -> maps:fold(fun(_, V, A) -> V + A end, x, id(#{a => 1})) end)]),
    io:format("~p~n", [try_call(?MODULE, fun() -> [lists:foldl(fun step/2, 0, [1, 2, c])] end)]),
    io:format("~p~n", [try_call(?MODULE, fun() -> apply(fun(X) -> hd(X) end, [[]]) end)]),
    io:format("~p~n", [element(2, try_call(?MODULE, fun() -> lists:keyfind(a, 0, id([])) end))]),
    io:format("~p~n", [element(2, try_call(?MODULE, fun() -> lists:nth(0, [a]) end))]).

step(X, A) when is_integer(X) -> X + A.
