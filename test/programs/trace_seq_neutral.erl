%% which messages take a process's sequential token away, and which leave it alone
-module(trace_seq_neutral).
-export([main/0]).
main() ->
  t(timer, fun() -> erlang:start_timer(1, self(), x), receive {timeout,_,x} -> ok end end),
  t(send_after, fun() -> erlang:send_after(1, self(), x), receive x -> ok end end),
  t(send_after0, fun() -> erlang:send_after(0, self(), x), receive x -> ok end end),
  t(down, fun() -> P = get(p1), monitor(process,P), get(ctl) ! go, receive {'DOWN',_,_,_,_} -> ok end end),
  t(noproc, fun() -> monitor(process,spawned), receive {'DOWN',_,_,_,_} -> ok end end),
  t(exit, fun() -> process_flag(trap_exit,true), P = get(p1), link(P), get(ctl) ! go, receive {'EXIT',P,_} -> ok end end),
  t(exit2, fun() -> process_flag(trap_exit,true), exit(self(), hej), receive {'EXIT',_,hej} -> ok end end),
  t(other, fun() -> get(ctl) ! {go2, self()}, receive hello -> ok end end),
  t(port, fun() -> P = open_port({spawn, "echo a"}, []), receive {P,{data,_}} -> ok end end),
  t(gc, fun() -> garbage_collect(get(ctl), [{async,x}]), receive {garbage_collect,x,_} -> ok end end),
  t(cpc, fun() -> erlang:check_process_code(get(ctl), trace_seq_neutral, [{async,x}]), receive {check_process_code,x,_} -> ok end end),
  t(alive, fun() -> is_process_alive(get(ctl)) end),
  t(info, fun() -> process_info(get(ctl), messages) end),
  t(self, fun() -> self() ! x, receive x -> ok end end).
t(N, F) ->
  put(p1, spawn(fun() -> receive stop -> ok end end)),
  P1 = get(p1),
  put(ctl, spawn(fun() -> L = fun L() -> receive go -> seq_trace:set_token([]), timer:sleep(5), P1 ! stop, L(); {go2,X} -> seq_trace:set_token([]), timer:sleep(5), X ! hello, L() end end, L() end)),
  timer:sleep(2),
  seq_trace:reset_trace(),
  seq_trace:set_token(label, 17),
  catch F(),
  R = seq_trace:get_token(label),
  seq_trace:set_token([]),
  io:format("~p ~p~n", [N, R]).
