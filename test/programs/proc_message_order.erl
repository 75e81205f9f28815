%% messages of one sender arrive in order, among those of others
-module(proc_message_order).
-export([main/0]).

main() ->
    Me = self(),
    Ps = [spawn(fun() -> [Me ! {I, N} || N <- lists:seq(1, 500)] end) || I <- lists:seq(1, 20)],
    All = collect(20 * 500),
    io:format("~p~n", [length(Ps)]),
    io:format("~p~n", [[[N || {I, N} <- All, I =:= J] =:= lists:seq(1, 500) || J <- lists:seq(1, 20)]]),
    Relay = spawn(fun() -> relay(Me) end),
    [Relay ! N || N <- lists:seq(1, 100)],
    io:format("~p~n", [collect(100) =:= lists:seq(1, 100)]).

collect(0) -> [];
collect(N) -> receive X -> [X | collect(N - 1)] end.

relay(To) -> receive X -> To ! X, relay(To) end.
