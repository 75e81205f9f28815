%% many senders, one receiver, with back-pressure
-module(proc_fan_in).
-export([main/0]).

main() ->
    Me = self(),
    N = 200,
    [spawn(fun() -> sender(Me, I, 50) end) || I <- lists:seq(1, N)],
    io:format("~p~n", [gather(N * 50, 0)]),
    [spawn(fun() -> [begin Me ! {req, self(), X}, receive ack -> ok end end || X <- lists:seq(1, 20)], Me ! finished end) || _ <- lists:seq(1, 50)],
    io:format("~p~n", [serve(50, 0)]).

sender(_, _, 0) -> ok;
sender(To, I, K) -> To ! {v, I * K}, sender(To, I, K - 1).

gather(0, S) -> S;
gather(N, S) -> receive {v, X} -> gather(N - 1, S + X) end.

serve(0, S) -> S;
serve(N, S) ->
    receive
        {req, P, X} -> P ! ack, serve(N, S + X);
        finished -> serve(N - 1, S)
    end.
