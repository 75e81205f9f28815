%% replies matched by a fresh reference in front of a long mailbox
-module(proc_receive_ref).
-export([main/0]).
-import(prog, [flush/0]).

main() ->
    S = spawn(fun server/0),
    [self() ! {junk, N} || N <- lists:seq(1, 20000)],
    io:format("~p~n", [lists:sum([call(S, N) || N <- lists:seq(1, 2000)])]),
    io:format("~p~n", [length(flush())]),
    io:format("~p~n", [call_monitored(S, 21)]).

server() ->
    receive
        {From, Ref, X} ->
            From ! {Ref, X * 2},
            server()
    end.

call(S, X) ->
    Ref = make_ref(),
    S ! {self(), Ref, X},
    receive {Ref, Y} -> Y end.

call_monitored(S, X) ->
    Ref = monitor(process, S),
    S ! {self(), Ref, X},
    receive
        {Ref, Y} -> demonitor(Ref, [flush]), Y;
        {'DOWN', Ref, _, _, R} -> R
    end.
