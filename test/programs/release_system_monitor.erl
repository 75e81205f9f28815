%% system_monitor and scheduler_wall_time
%% release-dependent: long_message_queue came after OTP 25
-module(release_system_monitor).
-export([main/0]).
main() ->
  S=self(),
  erlang:system_monitor(S, [{large_heap,20000},{long_schedule,1000000}]),
  P = spawn(fun() -> L = lists:seq(1,50000), receive stop -> length(L) end end),
  receive {monitor,P,large_heap,I} -> io:format("large ~p~n",[lists:sort([K||{K,_}<-I])]) after 2000 -> io:format("none~n") end,
  erlang:system_monitor(undefined),
  case erlang:system_info(otp_release) of "25" -> ok; _ ->
  erlang:system_monitor(S, [{long_message_queue,{5,50}}]),
  Q = spawn(fun F() -> receive go -> (fun G() -> receive _ -> G() after 0 -> ok end end)(), F() end end),
  [Q ! x || _ <- lists:seq(1,60)],
  receive {monitor,Q,long_message_queue,V1} -> io:format("long ~p~n",[V1]) after 2000 -> io:format("none~n") end,
  Q ! go,
  receive {monitor,Q,long_message_queue,V2} -> io:format("long ~p~n",[V2]) after 2000 -> io:format("none~n") end,
  io:format("~p~n",[element(2,erlang:system_monitor())]),
  erlang:system_monitor(undefined) end,
  erlang:system_monitor(S, [{long_schedule,1}]),
  R = spawn(fun() -> [binary:matches(binary:copy(<<"a">>,4000000), <<"b">>) || _ <- lists:seq(1,10)] end),
  receive {monitor,R,long_schedule,I2} -> io:format("sched ~p~n",[[K||{K,_}<-I2]]) after 3000 -> io:format("none~n") end,
  erlang:system_monitor(undefined),
  io:format("~p~n",[erlang:system_flag(scheduler_wall_time,true)]),
  [{1,_,T1}|_] = lists:sort(erlang:statistics(scheduler_wall_time)), timer:sleep(30), [{1,_,T2}|_] = lists:sort(erlang:statistics(scheduler_wall_time)),
  io:format("~p~n",[[T2>T1, erlang:system_flag(scheduler_wall_time,false), erlang:statistics(scheduler_wall_time)]]),
  ok.
