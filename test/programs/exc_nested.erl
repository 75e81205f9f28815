%% try within try, re-raised, replaced and passed through
-module(exc_nested).
-export([main/0]).
-import(prog, [id/1, try_call/1]).

main() ->
    io:format("~w~n", [try_call(fun() -> level1(throw) end)]),
    io:format("~w~n", [try_call(fun() -> level1(error) end)]),
    io:format("~w~n", [try_call(fun() -> level1(exit) end)]),
    io:format("~w~n", [try_call(fun() -> level1(none) end)]),
    io:format("~w~n", [in_handler()]),
    io:format("~w~n", [in_of()]),
    io:format("~w~n", [three(3)]),
    io:format("~w~n", [many(20)]).

level1(K) ->
    try level2(K)
    catch
        throw:R -> {level1_caught, R};
        error:R:S -> erlang:raise(error, {wrapped, R}, S)
    end.

level2(K) ->
    try
        case K of
            throw -> throw(from2);
            error -> error(from2);
            exit -> exit(from2);
            none -> fine
        end
    catch
        error:R -> error({level2, R});
        throw:from3 -> never
    end.

in_handler() ->
    try
        try throw(first)
        catch throw:first -> throw(second)
        end
    catch throw:R -> {outer, R}
    end.

in_of() ->
    try
        try id(ok) of
            ok -> throw(in_of)
        catch throw:in_of -> wrong
        end
    catch throw:R -> {right, R}
    end.

three(0) -> throw(bottom);
three(N) ->
    try three(N - 1)
    catch throw:X -> throw({N, X})
    after put(N, seen)
    end.

many(0) -> 0;
many(N) ->
    try
        case N rem 2 of
            0 -> throw(N);
            1 -> many(N - 1) + N
        end
    catch
        throw:K -> many(K - 1) * 2
    end.
