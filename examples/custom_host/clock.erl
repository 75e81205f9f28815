%% A process that works every hour, and one that waits a day.
-module(clock).
-export([start/1]).

start(To) ->
    spawn(fun() -> receive after 24 * 3600 * 1000 -> To ! {day, over} end end),
    hours(To, 0).

hours(To, N) ->
    receive after 3600 * 1000 -> ok end,
    {_, {H, M, _}} = calendar_time(),
    To ! {hour, N + 1, H, M},
    hours(To, N + 1).

calendar_time() ->
    Seconds = erlang:system_time(second) rem 86400,
    {day, {Seconds div 3600, Seconds rem 3600 div 60, Seconds rem 60}}.
