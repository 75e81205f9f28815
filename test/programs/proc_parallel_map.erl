%% work spread over processes, results put in order, failures included
-module(proc_parallel_map).
-export([main/0]).

main() ->
    io:format("~p~n", [pmap(fun(X) -> X * X end, lists:seq(1, 20))]),
    io:format("~p~n", [pmap(fun(X) when X rem 3 =:= 0 -> error({bad, X}); (X) -> X end, lists:seq(1, 7))]),
    io:format("~p~n", [lists:sum(pmap(fun(N) -> fib(N) end, lists:duplicate(10, 15)))]),
    io:format("~p~n", [pool(fun(X) -> X + 1 end, lists:seq(1, 50), 4) =:= lists:seq(2, 51)]).

pmap(F, L) ->
    Tags = [begin {_, M} = spawn_monitor(fun() -> exit({result, F(X)}) end), M end || X <- L],
    [receive
         {'DOWN', M, _, _, {result, R}} -> R;
         {'DOWN', M, _, _, {E, _}} -> {failed, E}
     end || M <- Tags].

pool(F, L, N) ->
    Me = self(),
    Ws = [spawn_link(fun() -> worker(F, Me) end) || _ <- lists:seq(1, N)],
    deal(lists:zip(lists:seq(1, length(L)), L), Ws),
    Rs = [receive {done, I, R} -> {I, R} end || _ <- L],
    [W ! stop || W <- Ws],
    [R || {_, R} <- lists:sort(Rs)].

deal([], _) -> ok;
deal([J | T], [W | Ws]) -> W ! J, deal(T, Ws ++ [W]).

worker(F, Me) ->
    receive
        {I, X} -> Me ! {done, I, F(X)}, worker(F, Me);
        stop -> ok
    end.

fib(N) when N < 2 -> N;
fib(N) -> fib(N - 1) + fib(N - 2).
