%% after 0 polls; a timeout does not lose messages
-module(proc_timeout_zero).
-export([main/0]).
-import(prog, [id/1]).

main() ->
    io:format("~p~n", [receive _ -> got after 0 -> empty end]),
    self() ! later,
    io:format("~p~n", [receive never -> got after 0 -> not_there end]),
    io:format("~p~n", [receive later -> got after 0 -> lost end]),
    Me = self(),
    spawn(fun() -> receive after 10 -> Me ! slow end end),
    io:format("~p~n", [receive slow -> got after 1 -> too_early end]),
    io:format("~p~n", [receive slow -> got after 5000 -> lost end]),
    T = id(0),
    io:format("~p~n", [receive x -> y after T -> variable_timeout end]),
    io:format("~p~n", [receive after 0 -> nothing end]),
    spawn(fun() -> [begin Me ! N, receive after 2 -> ok end end || N <- lists:seq(1, 5)] end),
    io:format("~p~n", [collect(5)]),
    io:format("~p~n", [drain_until_quiet(Me)]).

collect(0) -> [];
collect(K) -> receive N when is_integer(N) -> [N | collect(K - 1)] after 1000 -> timeout end.

drain_until_quiet(Me) ->
    spawn(fun() -> [Me ! x || _ <- lists:seq(1, 100)] end),
    drain(0).
drain(N) -> receive x -> drain(N + 1) after 50 -> N end.
