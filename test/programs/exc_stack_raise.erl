%% erlang:raise/3 with given, shortened and bad stack traces
-module(exc_stack_raise).
-export([main/0]).
-import(prog, [frames/2]).

main() ->
    S = [{m, f, 1, [{file, "m.erl"}, {line, 7}]}, {m, g, [a, b], []}, {lists, map, 2, []}],
    io:format("~p~n", [raised(error, reason, S)]),
    io:format("~p~n", [raised(throw, reason, [])]),
    io:format("~p~n", [raised(exit, {a, b}, lists:duplicate(3, hd(S)))]),
    io:format("~p~n", [raised(error, x, [{m, f, 2}, {fun lists:map/2, [1, 2]}])]),
    io:format("~p~n", [(catch erlang:raise(wrong, x, S))]),
    io:format("~p~n", [(catch erlang:raise(error, x, not_a_list))]),
    io:format("~p~n", [(catch erlang:raise(error, x, [bad]))]),
    R = try inner() catch C:E:St -> {C, E, frames(?MODULE, St)} end,
    io:format("~p~n", [R]),
    R2 = try outer() catch C2:E2:St2 -> {C2, E2, frames(?MODULE, St2)} end,
    io:format("~p~n", [R2]).

raised(C, R, S) ->
    try erlang:raise(C, R, S)
    catch C1:R1:S1 -> {C1, R1, S1}
    end.

inner() ->
    X = deeper(),
    {X}.

deeper() -> error(deep).

outer() ->
    try
        X = inner(),
        [X]
    catch
        error:R:S ->
            erlang:raise(exit, {again, R}, S)
    end.
