%% What runs on QuickJS: a ring of processes that pass a message around, and sorting.
-module(quickjs_ring).
-export([ring/2, loop/1, sort/1]).

%% N processes, M messages.
ring(N, M) ->
    Last = make(N, self()),
    Last ! {M, self()},
    first(Last).

first(Next) ->
    receive
        {0, _} -> done;
        {K, F} -> Next ! {K - 1, F}, first(Next)
    end.

make(0, To) -> To;
make(N, To) -> make(N - 1, spawn(?MODULE, loop, [To])).

loop(To) ->
    receive
        {0, F} -> F ! {0, F}, loop(To);
        {K, F} -> To ! {K - 1, F}, loop(To)
    end.

sort(N) -> lists:sum(lists:sort([I * 7919 rem 10007 || I <- lists:seq(1, N)])).
