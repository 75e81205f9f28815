%% a program that echoes: lists and binaries, packets of each kind, either way of sending and closing
-module(port_echo).
-export([main/0]).

main() ->
    [io:format("~p: ~0p~n", [Opts, echo(Opts, ["ab", [], <<"cde">>, ["f", [<<"g">>, $h]]])])
     || Opts <- [[{packet, 1}], [{packet, 2}, binary], [{packet, 4}, binary], [stream, {packet, 4}], [use_stdio, {packet, 2}]]],
    [io:format("~p: ~0p~n", [Opts, stream(Opts)]) || Opts <- [[], [binary], [stream, hide], [in, out, binary, overlapped_io]]],
    io:format("~p~n", [too_long(1, 256)]),
    io:format("~p~n", [too_long(2, 65536)]),
    io:format("~p~n", [fds()]),
    io:format("~p~n", [one_way()]),
    io:format("~p~n", [late_packets()]).

echo(Opts, Data) ->
    P = open_port({spawn, "cat"}, Opts),
    Me = self(),
    [P ! {Me, {command, D}} || D <- Data],
    Got = [receive {P, {data, X}} -> X after 5000 -> timeout end || _ <- Data],
    P ! {Me, close},
    receive {P, closed} -> Got end.

stream(Opts) ->
    P = open_port({spawn, "cat"}, Opts),
    true = port_command(P, [<<"hello ">>, "world"]),
    Got = collect(P, 11, []),
    true = port_close(P),
    {Got, erlang:port_info(P)}.

collect(P, N, Acc) when length(Acc) < N ->
    receive {P, {data, D}} -> collect(P, N, Acc ++ iolist_to_list(D)) after 5000 -> {timeout, Acc} end;
collect(_, _, Acc) -> Acc.

iolist_to_list(D) -> binary_to_list(iolist_to_binary(D)).

too_long(Bytes, N) ->
    process_flag(trap_exit, true),
    P = open_port({spawn, "cat"}, [{packet, Bytes}]),
    R = (catch port_command(P, lists:duplicate(N, $x))),
    receive {'EXIT', P, Why} -> {R, Why} after 5000 -> timeout end.

fds() ->
    P = open_port({spawn, "sh -c 'cat <&3 >&4'"}, [nouse_stdio, binary]),
    port_command(P, "through 3 and 4"),
    Got = collect(P, 15, []),
    port_close(P),
    Got.

one_way() ->
    P = open_port({spawn, "echo hej"}, [in]),
    Got = collect(P, 4, []),
    receive {'EXIT', P, R} -> ok after 5000 -> R = timeout end,
    Q = open_port({spawn, "sh -c 'cat; sleep 0.3'"}, [in]),
    true = port_command(Q, "nobody reads this"),
    receive {'EXIT', Q, S} -> ok after 5000 -> S = timeout end,
    {Got, R, S}.

%% Packets that come in pieces, and a last one that is not whole.
late_packets() ->
    P = open_port({spawn, "sh -c 'printf \"\\0\"; sleep 0.1; printf \"\\003a\"; sleep 0.1; printf \"bc\\0\\001d\\0\\005xy\"'"},
                  [{packet, 2}, eof]),
    all(P).

all(P) ->
    receive
        {P, {data, D}} -> [D | all(P)];
        {P, eof} -> port_close(P), [eof]
    after 5000 -> [timeout]
    end.
