%% a ring of processes passes a token
-module(proc_ring).
-export([main/0]).

main() ->
    Me = self(),
    io:format("~p~n", [ring(1000, 100, Me)]),
    io:format("~p~n", [ring(1, 1000, Me)]),
    io:format("~p~n", [ring(2, 5000, Me)]).

ring(N, Rounds, Me) ->
    First = spawn(fun() -> receive {next, P} -> node(P, Me) end end),
    Last = lists:foldl(fun(_, P) -> spawn(fun() -> node(P, Me) end) end, First, lists:seq(2, N)),
    First ! {next, Last},
    First ! {token, N * Rounds, 0},
    receive {done, Hops} -> Hops end.

node(Next, Me) ->
    receive
        {token, 0, Hops} -> Me ! {done, Hops};
        {token, N, Hops} -> Next ! {token, N - 1, Hops + 1}, node(Next, Me)
    end.
