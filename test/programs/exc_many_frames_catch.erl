%% exceptions that pass through thousands of frames and handlers
-module(exc_many_frames_catch).
-export([main/0]).
-import(prog, [try_call/1]).

main() ->
    io:format("~w~n", [down(100000, plain)]),
    io:format("~w~n", [try_call(fun() -> deep_try(5000) end)]),
    io:format("~w~n", [rethrow(1000)]),
    io:format("~w~n", [after_count(2000)]),
    io:format("~w~n", [loop(20000, 0)]),
    io:format("~w~n", [catch_loop(20000, 0)]).

down(N, K) ->
    try go(N) catch throw:{bottom, X} -> {K, X} end.
go(0) -> throw({bottom, reached});
go(N) -> [N | go(N - 1)].

deep_try(0) -> error(bottom);
deep_try(N) ->
    try deep_try(N - 1)
    catch exit:never -> ok
    end.

rethrow(0) -> 0;
rethrow(N) ->
    try throw({level, N, rethrow(N - 1)})
    catch {level, N, X} -> X + 1
    end.

after_count(N) ->
    put(n, 0),
    catch after_rec(N),
    get(n).
after_rec(0) -> throw(done);
after_rec(N) ->
    try after_rec(N - 1)
    after put(n, get(n) + 1)
    end.

loop(0, S) -> S;
loop(N, S) ->
    V = try maybe_throw(N) catch throw:X -> X end,
    loop(N - 1, S + V).
maybe_throw(N) when N rem 3 =:= 0 -> throw(1);
maybe_throw(_) -> 2.

catch_loop(0, S) -> S;
catch_loop(N, S) ->
    case catch maybe_throw(N) of
        1 -> catch_loop(N - 1, S + 10);
        2 -> catch_loop(N - 1, S)
    end.
