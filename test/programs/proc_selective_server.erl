%% a server that serves by priority with nested receives
-module(proc_selective_server).
-export([main/0]).

main() ->
    S = spawn(fun() -> loop([]) end),
    [S ! {work, P, N} || {P, N} <- [{low, 1}, {high, 2}, {low, 3}, {mid, 4}, {high, 5}, {mid, 6}]],
    S ! {go, self()},
    receive {order, O} -> io:format("~p~n", [O]) end,
    [S ! {work, P, N} || {P, N} <- [{low, 7}, {high, 8}]],
    S ! {go, self()},
    receive {order, O2} -> io:format("~p~n", [O2]) end,
    exit(S, kill).

loop(Done) ->
    receive
        {go, P} -> P ! {order, serve(Done)}, loop([])
    end.

serve(Acc) ->
    receive {work, high, N} -> serve([N | Acc])
    after 0 ->
        receive {work, mid, N} -> serve([N | Acc])
        after 0 ->
            receive {work, _, N} -> serve([N | Acc])
            after 0 -> lists:reverse(Acc)
            end
        end
    end.
