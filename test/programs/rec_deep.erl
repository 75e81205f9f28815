%% body recursion a million and more levels deep
-module(rec_deep).
-export([main/0]).
-import(prog, [try_call/1]).

main() ->
    io:format("~w~n", [depth(1000000)]),
    io:format("~w~n", [sum(1000000)]),
    io:format("~w~n", [length(build(500000))]),
    io:format("~w~n", [even(300001)]),
    io:format("~w~n", [fields(200000, 1, 2, 3)]),
    io:format("~w~n", [tree_depth(spine(300000))]),
    io:format("~w~n", [cps(200000, fun(X) -> X end)]),
    io:format("~w~n", [try_deep(100000)]),
    io:format("~w~n", [try_call(fun() -> fail_at(400000) end)]).

depth(0) -> 0;
depth(N) -> 1 + depth(N - 1).

sum(0) -> 0;
sum(N) -> N + sum(N - 1).

build(0) -> [];
build(N) ->
    T = build(N - 1),
    [N | T].

even(0) -> true;
even(N) -> not odd(N - 1).
odd(0) -> false;
odd(N) -> not even(N - 1).

fields(0, A, B, C) -> {A, B, C};
fields(N, A, B, C) ->
    {X, Y, Z} = fields(N - 1, B, C, A),
    {X + A - B, Y + B - C, Z + C - A}.

spine(N) -> spine(N, leaf).
spine(0, T) -> T;
spine(N, T) -> spine(N - 1, {T, N}).

tree_depth(leaf) -> 0;
tree_depth({L, _}) -> tree_depth(L) + 1.

cps(0, K) -> K(0);
cps(N, K) -> cps(N - 1, fun(X) -> 1 + K(X) end).

try_deep(0) -> 0;
try_deep(N) ->
    try 1 + try_deep(N - 1)
    catch throw:never -> 0
    end.

fail_at(0) -> error(bottom);
fail_at(N) -> [x | fail_at(N - 1)].
