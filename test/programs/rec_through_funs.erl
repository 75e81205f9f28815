%% recursion through funs of every kind, deep in the body and endless in tail position
-module(rec_through_funs).
-export([main/0, deep/2, by_name/1]).
-import(prog, [id/1]).

main() ->
    N = 200000,
    Local = fun(_, 0) -> 0; (F, K) -> 1 + F(F, K - 1) end,
    Named = fun Self(0) -> 0; Self(K) -> 1 + Self(K - 1) end,
    Applied = fun Self(0) -> 0; Self(K) -> 1 + apply(Self, [K - 1]) end,
    Tail = fun(_, 0) -> done; (F, K) -> F(F, K - 1) end,
    io:format("~p~n", [[Local(Local, N), deep(fun ?MODULE:deep/2, N), Named(N), Applied(N), by_name(N), made(N)]]),
    io:format("~p~n", [Tail(Tail, 2000000)]),
    io:format("~p~n", [(id(fun(F, K) -> tail(F, K) end))(Tail, 100000)]),
    io:format("~p~n", [[trace(F) || F <- [fun last/1, fun not_last/1]]]).

deep(_, 0) -> 0;
deep(F, K) -> 1 + F(F, K - 1).

by_name(0) -> 0;
by_name(K) -> 1 + apply(?MODULE, id(by_name), [K - 1]).

made(0) -> 0;
made(K) -> 1 + (id(fun() -> made(K - 1) end))().

tail(F, K) -> F(F, K).

%% A tail call of a fun leaves no entry behind, even one that fails.
last(F) ->
    id(0),
    F(1, 2).

not_last(F) ->
    R = F(1, 2),
    {R}.

trace(F) ->
    try F(id(fun(X) -> X end)) catch error:{badarity, _}:S -> length([N || {?MODULE, N, _, _} <- S, N =:= last orelse N =:= not_last]) end.
