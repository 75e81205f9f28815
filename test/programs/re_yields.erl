%% a hopeless match does not hold other processes up, and can be killed
-module(re_yields).
-export([main/0]).

main() ->
    Self = self(),
    S = lists:duplicate(28, $a) ++ "b",
    {Matcher, M} = spawn_monitor(fun() -> exit({result, re:run(S, "^(a+)+$", [report_errors])}) end),
    Counter = spawn(fun() -> count(Self, 0, Matcher) end),
    receive {'DOWN', M, process, Matcher, Result} -> io:format("~p~n", [Result]) end,
    Counter ! stop,
    receive {counted, N} -> io:format("others ran: ~p~n", [N > 10]) end,
    {Killed, K} = spawn_monitor(fun() -> killed(S) end),
    receive after 20 -> exit(Killed, kill) end,
    receive {'DOWN', K, process, Killed, Reason} -> io:format("~p~n", [Reason]) end.

%% Goes round as often as the scheduler lets it while the match is under way.
count(Parent, N, Matcher) ->
    receive
        stop -> Parent ! {counted, N}
    after 0 ->
        erlang:yield(),
        count(Parent, N + 1, Matcher)
    end.

killed(S) ->
    nomatch = re:run(S, "^(a+)+$"),
    killed(S).
