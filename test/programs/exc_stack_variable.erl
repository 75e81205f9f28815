%% the stack trace read in a handler, once and twice, in clauses with guards
-module(exc_stack_variable).
-export([main/0]).
-import(prog, [frames/2]).

main() ->
    io:format("~p~n", [f(error)]),
    io:format("~p~n", [f(exit)]),
    io:format("~p~n", [f(throw)]),
    io:format("~p~n", [twice()]),
    io:format("~p~n", [kept()]),
    io:format("~p~n", [in_after()]).

f(K) ->
    try
        X = g(K),
        {X}
    catch
        error:R:S when R =:= e -> {first, frames(?MODULE, S)};
        exit:_:S -> {second, length(S) > 0, element(2, hd(S))};
        C:R:S -> {third, C, R, [{F, A} || {_, F, A, _} <- S, F =/= start]}
    end.

g(error) -> error(e);
g(exit) -> exit(x);
g(throw) -> throw(t).

twice() ->
    try
        Y = g(error),
        {Y}
    catch
        _:_:S1 ->
            S2 = try
                     Z = g(throw),
                     {Z}
                 catch _:_:S -> S
                 end,
            {frames(?MODULE, S1), frames(?MODULE, S2)}
    end.

kept() ->
    {_, S} = try g(error) catch C:_:S0 -> {C, S0} end,
    _ = (catch g(throw)),
    frames(?MODULE, S).

in_after() ->
    try
        try g(error)
        after
            _ = (catch g(exit))
        end
    catch
        C:R:S -> {C, R, frames(?MODULE, S)}
    end.
