%% funs in maps, lists, ets and messages keep what they captured
-module(closures_in_structures).
-export([main/0]).
-import(prog, [id/1]).

main() ->
    Ops = #{add => fun erlang:'+'/2, sub => fun(A, B) -> A - B end, pow => fun P(_, 0) -> 1; P(X, N) -> X * P(X, N - 1) end},
    io:format("~w~n", [[(maps:get(Op, Ops))(2, 10) || Op <- [add, sub, pow]]]),
    Fs = [fun() -> {I, J} end || I <- [1, 2], J <- [a, b]],
    io:format("~w~n", [[F() || F <- Fs]]),
    T = ets:new(t, []),
    K = id(5),
    ets:insert(T, {f, fun(X) -> X * K end}),
    [{f, G}] = ets:lookup(T, f),
    io:format("~w~n", [G(7)]),
    Me = self(),
    P = spawn(fun() -> receive {run, H} -> Me ! {ran, H(Me =/= self())} end end),
    P ! {run, fun(X) -> {X, K, length(Fs)} end},
    receive {ran, R} -> io:format("~w~n", [R]) end,
    put(fn, fun(X) -> [X | get(acc)] end),
    put(acc, [tail]),
    io:format("~w~n", [(get(fn))(head)]),
    B = term_to_binary(fun(X) -> X + K end),
    io:format("~w~n", [(binary_to_term(B))(10)]),
    io:format("~w~n", [lists:foldl(fun(F, A) -> F(A) end, 1, [fun(X) -> X + 1 end, fun(X) -> X * 10 end, fun(X) -> -X end])]).
