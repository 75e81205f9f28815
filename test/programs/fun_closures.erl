%% funs that capture variables, return funs and call themselves
-module(fun_closures).
-export([main/0]).
-import(prog, [id/1]).

main() ->
    Add = fun(X) -> fun(Y) -> X + Y end end,
    io:format("~w~n", [(Add(3))(4)]),
    Counter = counter(10),
    io:format("~w~n", [[Counter(I) || I <- [1, 2, 3]]]),
    Fact = fun F(0) -> 1; F(N) -> N * F(N - 1) end,
    io:format("~w~n", [Fact(20)]),
    Compose = fun(Fs) -> lists:foldl(fun(F, G) -> fun(X) -> F(G(X)) end end, fun(X) -> X end, Fs) end,
    io:format("~w~n", [(Compose([fun(X) -> X + 1 end, fun(X) -> X * 2 end, fun integer_to_list/1]))(5)]),
    Y = fun(G) -> (fun(X) -> X(X) end)(fun(X) -> G(fun(A) -> (X(X))(A) end) end) end,
    Fib = Y(fun(Self) -> fun(N) when N < 2 -> N; (N) -> Self(N - 1) + Self(N - 2) end end),
    io:format("~w~n", [[Fib(N) || N <- lists:seq(0, 15)]]),
    {A, B, C, D, E} = id({1, 2.5, "three", #{4 => four}, <<5>>}),
    G = fun(X) -> {A, B, C, D, E, X} end,
    io:format("~w~n", [G(6)]),
    io:format("~w~n", [[H(10) || H <- [fun(X) -> X + I end || I <- [1, 2, 3]]]]),
    io:format("~w~n", [curry(fun(P, Q, R) -> {P, Q, R} end, [1, 2, 3])]).

counter(Start) -> fun(N) -> Start + N end.

curry(F, Args) -> apply(F, Args).
