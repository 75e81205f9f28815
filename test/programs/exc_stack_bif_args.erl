%% arguments of failing BIFs in traces, and function_clause with arguments
-module(exc_stack_bif_args).
-export([main/0]).
-import(prog, [id/1, try_call/2]).

main() ->
    io:format("~p~n", [top(fun() -> {atom_to_list(id("x"))} end)]),
    io:format("~p~n", [top(fun() -> {element(id(0), id({a}))} end)]),
    io:format("~p~n", [top(fun() -> {list_to_tuple(id(x))} end)]),
    io:format("~p~n", [top(fun() -> {fc(id(1), [2], #{})} end)]),
    io:format("~p~n", [top(fun() -> {lists:reverse(id(a))} end)]),
    io:format("~p~n", [top(fun() -> {lists:nth(1, id([]))} end)]),
    io:format("~p~n", [top(fun() -> {maps:get(a, id(#{}))} end)]),
    io:format("~p~n", [top(fun() -> {nosuch:f(id(1), 2)} end)]),
    io:format("~p~n", [top(fun() -> {(fun(a) -> b end)(id(c))} end)]),
    io:format("~p~n", [top(fun() -> {binary_to_integer(id(<<"x">>))} end)]),
    io:format("~p~n", [top(fun() -> {ets:insert(id(nosuch), {1})} end)]),
    io:format("~p~n", [top(fun() -> {spawn(id(1))} end)]),
    io:format("~p~n", [top(fun() -> {register(id(a), id(b))} end)]),
    io:format("~p~n", [top(fun() -> {tuple_to_list(id(1))} end)]).

top(F) ->
    {_, R, S} = try_call(?MODULE, F),
    {R, hd(S)}.

fc(a, _, _) -> ok.
