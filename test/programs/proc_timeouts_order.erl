%% processes that sleep for different times wake in that order
-module(proc_timeouts_order).
-export([main/0]).

main() ->
    Me = self(),
    [spawn(fun() -> receive after D -> Me ! D end end) || D <- [90, 10, 50, 130, 170]],
    io:format("~p~n", [[receive D -> D end || _ <- lists:seq(1, 5)]]),
    T0 = erlang:monotonic_time(millisecond),
    timer:sleep(30),
    io:format("~p~n", [erlang:monotonic_time(millisecond) - T0 >= 30]),
    {Us, R} = timer:tc(fun() -> receive after 5 -> slept end end),
    io:format("~p ~p~n", [Us >= 5000, R]),
    P = spawn(fun() -> receive x -> ok after infinity -> never end end),
    receive after 5 -> ok end,
    io:format("~p~n", [is_process_alive(P)]).
