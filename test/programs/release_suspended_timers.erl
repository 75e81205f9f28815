%% Timers of a process that is suspended
%% release-dependent: they pause since OTP 29
-module(release_suspended_timers).
-export([main/0]).

main() ->
    receives(),
    sends(),
    twice(),
    read_and_cancel(),
    named(),
    suspender_ends().

%% Which comes first: half a second of being awake, or the message that comes 300 ms after the process is resumed?
receives() ->
    P = waiter(500),
    erlang:suspend_process(P),
    timer:sleep(1000),
    erlang:resume_process(P),
    timer:sleep(200),
    P ! late,
    io:format("receive: ~p~n", [answer(P)]).

waiter(Time) ->
    Self = self(),
    P = spawn(fun() -> Self ! ready, receive late -> Self ! {self(), message} after Time -> Self ! {self(), timeout} end end),
    receive ready -> ok end,
    wait_for(P, waiting),
    P.

wait_for(P, Status) ->
    case process_info(P, status) of
        {status, Status} -> ok;
        _ -> erlang:yield(), wait_for(P, Status)
    end.

answer(P) -> receive {P, What} -> What after 5000 -> none end.

sends() ->
    Self = self(),
    P = spawn(fun Echo() -> receive X -> Self ! {self(), X}, Echo() end end),
    erlang:send_after(620, P, first),
    erlang:start_timer(1200, P, second),
    erlang:suspend_process(P),
    timer:sleep(1500),
    erlang:resume_process(P),
    io:format("send: ~p~n", [[receive {P, M} -> kind(M) after 250 -> nothing end || _ <- [1, 2, 3, 4]]]),
    exit(P, kill).

kind({timeout, _, M}) -> M;
kind(M) -> M.

%% The timers run again when the last one that has suspended the process resumes it.
twice() ->
    P = waiter(500),
    Self = self(),
    Other = spawn(fun() -> erlang:suspend_process(P), Self ! done, receive stop -> erlang:resume_process(P) end end),
    receive done -> ok end,
    erlang:suspend_process(P),
    erlang:suspend_process(P),
    timer:sleep(400),
    erlang:resume_process(P),
    erlang:resume_process(P),
    timer:sleep(400),
    Other ! stop,
    timer:sleep(200),
    P ! late,
    io:format("twice: ~p~n", [answer(P)]).

read_and_cancel() ->
    P = waiter(60000),
    T = erlang:send_after(1000, P, late),
    erlang:suspend_process(P),
    timer:sleep(600),
    io:format("left: ~p~n", [about(erlang:read_timer(T))]),
    timer:sleep(600),
    io:format("left: ~p~n", [about(erlang:read_timer(T))]),
    io:format("cancelled: ~p~n", [about(erlang:cancel_timer(T))]),
    io:format("again: ~p~n", [erlang:cancel_timer(T)]),
    erlang:resume_process(P),
    io:format("~p~n", [receive {P, What} -> What after 1500 -> none end]),
    exit(P, kill).

about(false) -> false;
about(Ms) -> (Ms + 150) div 300.

%% A timer for a name is nobody's.
named() ->
    P = waiter(60000),
    register(suspended_one, P),
    erlang:send_after(100, suspended_one, late),
    erlang:suspend_process(P),
    timer:sleep(300),
    io:format("named: ~p~n", [process_info(P, message_queue_len)]),
    erlang:resume_process(P),
    io:format("named: ~p~n", [answer(P)]).

suspender_ends() ->
    P = waiter(500),
    Self = self(),
    Other = spawn(fun() -> erlang:suspend_process(P), Self ! done, receive stop -> ok end end),
    receive done -> ok end,
    timer:sleep(700),
    Other ! stop,
    timer:sleep(200),
    P ! late,
    io:format("ends: ~p~n", [answer(P)]).
