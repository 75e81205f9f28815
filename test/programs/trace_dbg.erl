%% The module dbg over traces of calls, messages and processes
%% release-dependent: the built-in specification cx has the caller's line since OTP 27
-module(trace_dbg).
-include_lib("stdlib/include/ms_transform.hrl").
-export([main/0, f/1]).

main() ->
    %% The programs' code server is not the same on every VM.
    Me = prog:id(self()),
    {ok, _} = dbg:tracer(process, {fun(M, N) -> Me ! {dbg, N, M}, N + 1 end, 1}),
    P = spawn(fun loop/0),
    {ok, L} = dbg:p(P, [c, m]),
    io:format("~p~n", [lists:keydelete(matched, 1, L)]),
    io:format("~p~n", [[[I || {matched, _, I} <- X] || {ok, X} <- [dbg:tp(?MODULE, f, 1, []), dbg:tpl(?MODULE, g, cx)]]]),
    P ! {run, fun() -> ?MODULE:f(1) end, Me},
    receive {ran, V} -> io:format("~p~n", [V]) end,
    show(P),
    dbg:ctpl(?MODULE, g),
    dbg:tpl(?MODULE, g, dbg:fun2ms(fun([X]) when X > 2 -> message({big, X}) end)),
    [begin P ! {run, fun() -> g(N) end, Me}, receive {ran, _} -> ok end end || N <- [1, 5]],
    show(P),
    dbg:ctp(),
    P ! {run, fun() -> ?MODULE:f(1) end, Me},
    receive {ran, _} -> ok end,
    show(P),
    dbg:p(P, clear),
    P ! {run, fun() -> ok end, Me},
    receive {ran, _} -> ok end,
    show(P),
    dbg:stop(),
    P ! stop,
    ok.

show(P) ->
    timer:sleep(100),
    [io:format("  ~0p~n", [{N, prog:normal(names(M, P))}]) || {dbg, N, M} <- prog:flush()].

names(T, P) when is_tuple(T) -> list_to_tuple([if X =:= P -> p; true -> X end || X <- tuple_to_list(T)]).

loop() ->
    receive
        {run, F, From} -> From ! {ran, F()}, loop();
        stop -> ok
    end.

f(X) -> g(X) + 1.
g(X) -> prog:id(X) * 2.
