%% A token goes round a ring of processes. Each knows only the next one.
%%
%%   ring:run(1000, 100).        a thousand processes, a hundred rounds
%%   ring:run(100000, 1).        processes are small
%%
-module(ring).
-export([main/0, run/2]).

main() ->
    run(100, 1000),
    run(10000, 10),
    ok.

run(Nodes, Rounds) ->
    {StartTime, First} = timer:tc(fun() -> build(Nodes) end),
    {Time, Hops} = timer:tc(fun() -> send_round(First, Rounds, 0) end),
    First ! stop,
    io:format("~p processes, started in ~p ms; ~p messages in ~p ms: ~p ns each~n",
              [Nodes, StartTime div 1000, Hops, Time div 1000, 1000 * Time div Hops]).

%% From the last to the first, so that each is told the next one when it starts. The last one answers us.
build(Nodes) ->
    Me = self(),
    lists:foldl(fun(_, Next) -> spawn(fun() -> node_loop(Next) end) end, Me, lists:seq(1, Nodes)).

node_loop(Next) ->
    receive
        {token, Hops} ->
            Next ! {token, Hops + 1},
            node_loop(Next);
        stop ->
            Next ! stop
    end.

send_round(_First, 0, Hops) ->
    Hops;
send_round(First, Rounds, Hops) ->
    First ! {token, Hops},
    receive
        {token, More} -> send_round(First, Rounds - 1, More)
    end.
