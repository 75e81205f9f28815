%% error/2, error/3, nif_error and exit with odd reasons
-module(exc_error_args).
-export([main/0]).
-import(prog, [try_call/1, try_call/2]).

main() ->
    io:format("~p~n", [try_call(?MODULE, fun() -> with_args(1, 2) end)]),
    io:format("~p~n", [try_call(?MODULE, fun() -> with_none(1) end)]),
    io:format("~p~n", [try_call(?MODULE, fun() -> with_info(1) end)]),
    io:format("~p~n", [try_call(fun() -> erlang:nif_error(not_loaded) end)]),
    io:format("~p~n", [try_call(fun() -> erlang:error({badmatch, 1, 2}) end)]),
    io:format("~p~n", [try_call(fun() -> exit(normal) end)]),
    io:format("~p~n", [try_call(fun() -> throw({'EXIT', x}) end)]),
    io:format("~p~n", [(catch throw({'EXIT', x}))]),
    io:format("~p~n", [try_call(fun() -> error(#{a => 1}) end)]),
    io:format("~p~n", [try_call(fun() -> error(<<1:3>>) end)]),
    io:format("~p~n", [try_call(fun() -> error(x, bad_args) end)]).

with_args(A, B) ->
    X = error(reason, [A, B]),
    {X}.

with_none(_) ->
    X = error(reason, none),
    {X}.

with_info(A) ->
    X = error(reason, [A], [{error_info, #{cause => why, module => ?MODULE}}]),
    {X}.
