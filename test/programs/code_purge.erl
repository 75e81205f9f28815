%% processes and funs that linger in old code
-module(code_purge).
-export([main/0]).
main() ->

  Comp = fun(N) -> prog:compiled("-module(pfm). -export([f/0,loop/0]). f() -> fun() -> "++integer_to_list(N)++" end. loop() -> receive {P,g} -> P ! "++integer_to_list(N)++", loop(); stop -> ok end, ok.") end,
  {module,pfm} = code:load_binary(pfm,"pfm.beam",Comp(1)),
  F1 = pfm:f(), P1 = spawn(fun() -> pfm:loop() end), timer:sleep(5),
  io:format("~p~n", [[F1(), erlang:check_process_code(P1,pfm), erlang:check_old_code(pfm)]]),
  {module,pfm} = code:load_binary(pfm,"pfm.beam",Comp(2)),
  io:format("~p~n", [[F1(), erlang:check_process_code(P1,pfm), erlang:check_process_code(self(),pfm), erlang:check_old_code(pfm)]]),
  io:format("soft ~p~n", [code:soft_purge(pfm)]),
  M = erlang:monitor(process,P1),
  io:format("purge ~p~n", [code:purge(pfm)]),
  receive {'DOWN',M,_,_,R} -> io:format("~p~n",[R]) after 100 -> io:format("alive~n") end,
  io:format("~p~n", [try F1() catch C:{E,F}:S -> {C,E,F =:= F1,hd(S)} end]),
  io:format("~p~n", [try apply(F1,[]) catch C1:{E1,_} -> {C1,E1} end]),
  io:format("~p~n", [[code:purge(pfm), code:soft_purge(pfm), erlang:check_old_code(pfm), code:delete(pfm), erlang:check_old_code(pfm), code:delete(pfm), code:purge(pfm)]]),
  ok.
