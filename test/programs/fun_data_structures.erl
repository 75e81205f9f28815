%% queues, streams and state machines made of funs
-module(fun_data_structures).
-export([main/0]).

main() ->
    io:format("~w~n", [take(10, ints(1))]),
    io:format("~w~n", [take(10, sfilter(fun(X) -> X rem 3 =:= 0 end, ints(1)))]),
    io:format("~w~n", [take(8, smap(fun(X) -> X * X end, ints(1)))]),
    io:format("~w~n", [take(12, sieve(ints(2)))]),
    Add = church(3),
    io:format("~w~n", [Add(fun(X) -> X + 1 end, 0)]),
    io:format("~w~n", [run(fun closed/1, [open, lock, close, lock, open, unlock])]),
    io:format("~w~n", [parse("12+30+4")]),
    Memo = fib_cps(25, fun(X) -> X end),
    io:format("~w~n", [Memo]).

ints(N) -> fun() -> {N, ints(N + 1)} end.

take(0, _) -> [];
take(N, S) ->
    {X, T} = S(),
    [X | take(N - 1, T)].

sfilter(P, S) ->
    fun() ->
        {X, T} = S(),
        case P(X) of
            true -> {X, sfilter(P, T)};
            false -> (sfilter(P, T))()
        end
    end.

smap(F, S) -> fun() -> {X, T} = S(), {F(X), smap(F, T)} end.

sieve(S) ->
    fun() ->
        {P, T} = S(),
        {P, sieve(sfilter(fun(X) -> X rem P =/= 0 end, T))}
    end.

church(0) -> fun(_, X) -> X end;
church(N) -> fun(F, X) -> F((church(N - 1))(F, X)) end.

run(State, []) -> erlang:fun_info(State, name);
run(State, [E | T]) -> run(State(E), T).

closed(open) -> fun opened/1;
closed(lock) -> fun locked/1;
closed(_) -> fun closed/1.
opened(close) -> fun closed/1;
opened(_) -> fun opened/1.
locked(unlock) -> fun closed/1;
locked(_) -> fun locked/1.

parse(S) -> sum(S, fun(X) -> X end).
sum(S, K) ->
    case string:to_integer(S) of
        {N, "+" ++ R} -> sum(R, fun(X) -> K(X + N) end);
        {N, []} -> K(N)
    end.

fib_cps(N, K) when N < 2 -> K(N);
fib_cps(N, K) -> fib_cps(N - 1, fun(A) -> fib_cps(N - 2, fun(B) -> K(A + B) end) end).
