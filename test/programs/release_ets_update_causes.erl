%% The causes of failing updates of a table
%% release-dependent: OTP 25 tells no cause for a bad position in update_element
-module(release_ets_update_causes).
-export([main/0]).
main() ->
  P = fun(F) -> io:format("~p~n", [try F() catch C:E:St -> {C,E,element(4,hd(St))} end]) end,
  T = ets:new(a,[]), ets:insert(T,{one,0,key}),
  [P(fun() -> ets:update_element(T, one, X) end) || X <- [{0,n},{4,n},{1,n},{-1,n},{1 bsl 70,n},{foo,n},foo,[{2,n},{4,n}],[{2,n}|x], [{2,n},{1,n}], {2,n,m}]],
  [P(fun() -> ets:update_counter(T, one, X) end) || X <- [{0,1},{4,1},{1,1},{-1,1},{1 bsl 70,1},{foo,1},foo,[{2,1},{4,1}],[{2,1}|x], [{2,1},{1,1}], {3,1},{2,foo},{2,1,foo,1}]],
  ok.
