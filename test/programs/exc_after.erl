%% after runs once, whatever happens
-module(exc_after).
-export([main/0]).
-import(prog, [try_call/1]).

main() ->
    put(log, []),
    Results = [try_call(fun() -> run(K) end) || K <- [value, throw, error, exit, caught, nested, in_after]],
    io:format("~w~n", [Results]),
    io:format("~w~n", [lists:reverse(get(log))]),
    io:format("~w~n", [loop(5, [])]),
    io:format("~w~n", [value_of_after()]).

log(X) -> put(log, [X | get(log)]).

run(K) ->
    try act(K)
    catch throw:caught -> log(handler), handled
    after log({'after', K})
    end.

act(value) -> 1;
act(throw) -> throw(t);
act(error) -> error(e);
act(exit) -> exit(x);
act(caught) -> throw(caught);
act(nested) ->
    try
        try throw(inner) after log(inner) end
    catch throw:inner -> log(middle), from_nested
    after log(outer)
    end;
act(in_after) ->
    try error(lost) after throw(from_after) end.

loop(0, Acc) -> Acc;
loop(N, Acc) ->
    X = try N * 2 after Acc end,
    loop(N - 1, [X | Acc]).

value_of_after() ->
    try one after two end.
