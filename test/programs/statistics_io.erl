%% statistics(io): bytes that ports read and write
-module(statistics_io).
-export([main/0]).

main() ->
    {{input, I0}, {output, O0}} = statistics(io),
    P = open_port({spawn, "cat"}, [binary]),
    true = port_command(P, binary:copy(<<"x">>, 1000)),
    1000 = receive_all(P, 1000),
    {{input, I1}, {output, O1}} = statistics(io),
    true = port_close(P),
    {{input, I2}, {output, O2}} = statistics(io),
    io:format("~p~n", [[I1 - I0, O1 - O0, I2 - I0, O2 - O0]]).

receive_all(_, 0) -> 1000;
receive_all(P, N) -> receive {P, {data, D}} -> receive_all(P, N - byte_size(D)) end.
