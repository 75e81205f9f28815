%% the memory that code takes grows with each module and shrinks when one is purged
-module(code_memory).
-export([main/0]).

main() ->
    %% What deleting takes is loaded.
    _ = [code:delete(no_such_module), code:purge(no_such_module)],
    Before = erlang:memory(code),
    io:format("~p~n", [Before > 10_000]),
    _ = digraph_utils:module_info(),
    Loaded = erlang:memory(code),
    io:format("grown: ~p~n", [Loaded - Before > 2_000]),
    code:delete(digraph_utils),
    io:format("old code counts: ~p~n", [erlang:memory(code) - Before > 2_000]),
    code:purge(digraph_utils),
    io:format("gone: ~p~n", [Loaded - erlang:memory(code) > 2_000]),
    Memory = [{total, Total} | _] = erlang:memory(),
    [Code, System, Processes] = [proplists:get_value(K, Memory) || K <- [code, system, processes]],
    io:format("sums: ~p~n", [[Code < System, System + Processes =:= Total, Code + Processes < Total]]).
