%% the stack of another process that waits
-module(proc_stacktrace_info).
-export([main/0]).
-import(prog, [frames/2]).

main() ->
    Me = self(),
    P = spawn(fun() -> outer(Me) end),
    receive ready -> ok end,
    receive after 10 -> ok end,
    {current_stacktrace, S} = process_info(P, current_stacktrace),
    io:format("~p~n", [frames(?MODULE, S)]),
    io:format("~p~n", [process_info(P, current_function)]),
    {current_location, {_, F, A, L}} = process_info(P, current_location),
    io:format("~p~n", [{F, A, proplists:get_value(line, L)}]),
    {current_stacktrace, Own} = process_info(self(), current_stacktrace),
    io:format("~p~n", [[F2 || {M, F2, _, _} <- Own, M =:= ?MODULE]]).

outer(Me) ->
    X = middle(Me),
    {X}.

middle(Me) ->
    Me ! ready,
    Y = wait(),
    [Y].

wait() ->
    receive
        never -> ok
    end.
