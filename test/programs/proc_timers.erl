%% send_after, start_timer, cancel and read
-module(proc_timers).
-export([main/0]).
-import(prog, [id/1, show/2]).

main() ->
    T0 = erlang:send_after(10, self(), hello),
    receive hello -> io:format("hello~n") end,
    io:format("~p ~p~n", [erlang:cancel_timer(T0), erlang:read_timer(T0)]),
    T1 = erlang:start_timer(5, self(), {my, msg}),
    receive {timeout, T1, M} -> io:format("~p~n", [M]) end,
    T2 = erlang:send_after(100000, self(), late),
    Left = erlang:read_timer(T2),
    io:format("~p~n", [Left > 50000 andalso Left =< 100000]),
    Left2 = erlang:cancel_timer(T2),
    io:format("~p ~p~n", [is_integer(Left2), erlang:cancel_timer(T2)]),
    T3 = erlang:send_after(100000, self(), late),
    io:format("~p~n", [erlang:cancel_timer(T3, [{info, false}])]),
    T4 = erlang:send_after(100000, self(), late),
    erlang:cancel_timer(T4, [{async, true}]),
    receive {cancel_timer, T4, X} -> io:format("~p~n", [is_integer(X)]) end,
    T5 = erlang:send_after(0, self(), zero),
    receive zero -> io:format("~p~n", [is_reference(T5)]) end,
    [erlang:send_after(D, self(), {d, D}) || D <- [60, 20, 40, 1]],
    io:format("~p~n", [[receive {d, D} -> D end || _ <- [1, 2, 3, 4]]]),
    P = spawn(fun() -> ok end),
    io:format("~p~n", [is_reference(erlang:send_after(1, P, x))]),
    erlang:send_after(1, nobody_there, x),
    Abs = erlang:monotonic_time(millisecond) + 10,
    T6 = erlang:start_timer(Abs, self(), absolute, [{abs, true}]),
    receive {timeout, T6, absolute} -> io:format("~p~n", [erlang:monotonic_time(millisecond) >= Abs]) end,
    show("negative", fun() -> erlang:send_after(id(-5), self(), x) end),
    show("atom", fun() -> erlang:send_after(id(a), self(), x) end),
    show("dest", fun() -> erlang:send_after(1, id("x"), x) end),
    show("cancel", fun() -> erlang:cancel_timer(id(x)) end).
