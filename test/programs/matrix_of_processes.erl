%% a systolic array, a pipeline and a reduction tree
-module(matrix_of_processes).
-export([main/0]).

main() ->
    io:format("~w~n", [pipeline([fun(X) -> X + 1 end, fun(X) -> X * 2 end, fun(X) -> X - 3 end], lists:seq(1, 10))]),
    io:format("~w~n", [reduce(fun erlang:'+'/2, lists:seq(1, 64))]),
    io:format("~w~n", [reduce(fun max/2, [3, 9, 2, 7, 5, 1, 8])]),
    io:format("~w~n", [matmul([[1, 2], [3, 4]], [[5, 6], [7, 8]])]),
    io:format("~w~n", [bitonic([7, 3, 8, 1, 6, 2, 5, 4])]).

pipeline(Fs, In) ->
    Me = self(),
    First = lists:foldr(fun(F, Next) -> spawn_link(fun() -> stage(F, Next) end) end, Me, Fs),
    [First ! {x, X} || X <- In],
    [receive {x, Y} -> Y end || _ <- In].
stage(F, Next) -> receive {x, X} -> Next ! {x, F(X)}, stage(F, Next) end.

reduce(_, [X]) -> X;
reduce(F, L) ->
    Me = self(),
    {A, B} = lists:split(length(L) div 2, L),
    [P, Q] = [spawn_link(fun() -> Me ! {self(), reduce(F, H)} end) || H <- [A, B]],
    X = receive {P, R} -> R end,
    Y = receive {Q, S} -> S end,
    F(X, Y).

matmul(A, B) ->
    Me = self(),
    Cols = [[lists:nth(J, R) || R <- B] || J <- lists:seq(1, length(hd(B)))],
    Cells = [[spawn_link(fun() -> Me ! {self(), lists:sum([X * Y || {X, Y} <- lists:zip(Row, Col)])} end) || Col <- Cols] || Row <- A],
    [[receive {C, V} -> V end || C <- Row] || Row <- Cells].

bitonic([X]) -> [X];
bitonic(L) ->
    {A, B} = lists:split(length(L) div 2, L),
    merge(bitonic(A) ++ lists:reverse(bitonic(B))).
merge([X]) -> [X];
merge(L) ->
    {A, B} = lists:split(length(L) div 2, L),
    Ps = lists:zip(A, B),
    merge([min(X, Y) || {X, Y} <- Ps]) ++ merge([max(X, Y) || {X, Y} <- Ps]).
