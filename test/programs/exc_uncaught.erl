%% how processes end that raise, exit and throw
-module(exc_uncaught).
-export([main/0]).
-import(prog, [id/1, exits/1]).

main() ->
    Es = [fun() -> ok end, fun() -> exit(normal) end, fun() -> exit(reason) end, fun() -> error(reason) end, fun() -> throw(ball) end, fun() -> 1 / id(0) end,
          fun() -> exit({shutdown, x}) end, fun() -> nosuch:f() end, fun() -> (id(a))() end, fun() -> exit(self(), kill), receive after infinity -> ok end end,
          fun() -> erlang:raise(exit, given, []) end, fun() -> case id(1) of 2 -> ok end end, fun() -> exit(kill) end],
    [io:format("~p~n", [exits(F)]) || F <- Es],
    ok.
