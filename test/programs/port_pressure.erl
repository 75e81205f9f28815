%% much data both ways; a busy port holds its senders up; many ports at once; closing writes what is queued
-module(port_pressure).
-export([main/0]).

main() ->
    Data = binary:copy(<<"0123456789abcdef">>, 655360),
    P = open_port({spawn, "cat"}, [binary]),
    true = port_command(P, Data),
    {queue_size, N} = erlang:port_info(P, queue_size),
    io:format("~p~n", [N > 0]),
    io:format("~p~n", [erlang:adler32(Data) =:= sum(P, byte_size(Data), 1)]),
    Me = self(),
    spawn_link(fun() -> [port_command(P, binary:part(Data, 0, 1000)) || _ <- lists:seq(1, 5000)], Me ! sent end),
    _ = sum(P, 5000000, 1),
    receive sent -> ok end,
    port_close(P),
    busy(),
    closing(),
    many(150).

sum(_, 0, S) -> S;
sum(P, N, S) -> receive {P, {data, D}} -> sum(P, N - byte_size(D), erlang:adler32(S, D)) after 20000 -> timeout end.

busy() ->
    P = open_port({spawn, "sh -c 'sleep 0.5; cat >/dev/null'"}, []),
    true = port_command(P, binary:copy(<<"x">>, 1000000)),
    io:format("~p~n", [port_command(P, "y", [nosuspend])]),
    io:format("~p~n", [erlang:send(P, {self(), {command, "y"}}, [nosuspend])]),
    Me = self(),
    Q = spawn_link(fun() -> true = port_command(P, "z"), Me ! through end),
    io:format("~p~n", [receive through -> early after 100 -> waits end]),
    Q ! message,
    io:format("~p~n", [receive through -> early after 100 -> waits end]),
    io:format("~p~n", [receive through -> through after 5000 -> timeout end]),
    P ! {self(), {command, "w"}},
    port_close(P),
    %% Whoever waits when the port goes learns of it.
    P2 = open_port({spawn, "sleep 3"}, []),
    true = port_command(P2, binary:copy(<<"x">>, 1000000)),
    spawn(fun() -> Me ! {result, catch port_command(P2, "z")} end),
    timer(100),
    unlink(P2),
    exit(P2, kill),
    io:format("~p~n", [receive {result, {'EXIT', {R, _}}} -> R; {result, Other} -> Other after 5000 -> timeout end]).

timer(Ms) -> receive after Ms -> ok end.

%% A file gets everything although the port was closed at once.
closing() ->
    File = "/tmp/gluon_port_pressure_" ++ os:getpid(),
    P = open_port({spawn, "sh -c 'sleep 0.2; cat >" ++ File ++ "'"}, []),
    port_command(P, binary:copy(<<"x">>, 1000000)),
    P ! {self(), close},
    receive {P, closed} -> io:format("~p~n", [erlang:port_info(P)]) end,
    timer(300),
    Q = open_port({spawn, "sh -c 'wc -c <" ++ File ++ "; rm " ++ File ++ "'"}, [eof, {line, 80}]),
    receive {Q, {data, {eol, Line}}} -> io:format("~s~n", [Line]) end.

many(N) ->
    Ports = [open_port({spawn, "cat"}, [binary]) || _ <- lists:seq(1, N)],
    [port_command(P, integer_to_list(I)) || {I, P} <- lists:zip(lists:seq(1, N), Ports)],
    Got = [receive {P, {data, D}} -> binary_to_integer(D) end || P <- Ports],
    [port_close(P) || P <- Ports],
    io:format("~p ~p~n", [Got =:= lists:seq(1, N), [P || P <- Ports, lists:member(P, erlang:ports())]]).
