%% timer:send_after, apply_after, send_interval, cancel and tc
-module(misc_timer_module).
-export([main/0]).
-import(prog, [flush/0]).

main() ->
    %% By hand, because the timer module asks kernel's supervisor for its server.
    {ok, _} = timer:start_link(),
    {ok, _} = timer:send_after(5, hello),
    receive hello -> io:format("hello~n") end,
    Me = self(),
    {ok, _} = timer:apply_after(5, erlang, send, [Me, applied]),
    receive applied -> io:format("applied~n") end,
    {ok, T} = timer:send_interval(5, tick),
    [receive tick -> ok end || _ <- [1, 2, 3]],
    io:format("~p~n", [timer:cancel(T)]),
    flush(),
    io:format("~p~n", [receive tick -> tick after 30 -> quiet end]),
    {ok, C} = timer:send_after(100000, late),
    io:format("~p~n", [timer:cancel(C)]),
    io:format("~p~n", [[timer:seconds(2), timer:minutes(1), timer:hours(1), timer:hms(1, 2, 3)]]),
    {N, V} = timer:tc(fun() -> lists:sum(lists:seq(1, 100)) end),
    io:format("~p ~p~n", [is_integer(N), V]),
    io:format("~p~n", [timer:sleep(1)]),
    io:format("~p~n", [element(1, timer:send_after(-1, x))]),
    {ok, K} = timer:kill_after(5, spawn(fun() -> receive never -> ok end end)),
    io:format("~p~n", [is_tuple(K)]).
