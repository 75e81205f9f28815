%% dining philosophers, a bounded buffer and a sieve of processes
-module(algo_philosophers).
-export([main/0]).

main() ->
    N = 5,
    Forks = list_to_tuple([spawn(fun() -> fork_loop() end) || _ <- lists:seq(1, N)]),
    Me = self(),
    [spawn(fun() -> philosopher(I, element(min(I, I rem N + 1), Forks), element(max(I, I rem N + 1), Forks), 10, Me) end) || I <- lists:seq(1, N)],
    io:format("~p~n", [lists:sort([receive {full, I} -> I end || _ <- lists:seq(1, N)])]),
    Buf = spawn(fun() -> buffer([], 3) end),
    spawn(fun() -> [begin Buf ! {put, self(), X}, receive ok -> ok end end || X <- lists:seq(1, 30)] end),
    io:format("~p~n", [[begin Buf ! {get, Me}, receive {item, X} -> X end end || _ <- lists:seq(1, 30)] =:= lists:seq(1, 30)]),
    io:format("~p~n", [primes(25)]).

fork_loop() -> receive {take, P} -> P ! taken, receive put_back -> fork_loop() end end.

philosopher(I, _, _, 0, Me) -> Me ! {full, I};
philosopher(I, A, B, K, Me) ->
    [begin F ! {take, self()}, receive taken -> ok end end || F <- [A, B]],
    erlang:yield(),
    [F ! put_back || F <- [B, A]],
    philosopher(I, A, B, K - 1, Me).

buffer([], Max) -> receive {put, P, X} -> P ! ok, buffer([X], Max) end;
buffer([X | T] = L, Max) when length(L) >= Max -> receive {get, P} -> P ! {item, X}, buffer(T, Max) end;
buffer([X | T] = L, Max) ->
    receive
        {put, P, Y} -> P ! ok, buffer(L ++ [Y], Max);
        {get, P} -> P ! {item, X}, buffer(T, Max)
    end.

primes(N) ->
    Me = self(),
    Src = spawn(fun() -> count(2) end),
    collect(Src, N, Me).
collect(_, 0, _) -> [];
collect(Src, N, Me) ->
    Src ! {next, self()},
    P = receive {n, X} -> X end,
    Filter = spawn(fun() -> filter(Src, P) end),
    [P | collect(Filter, N - 1, Me)].
count(N) -> receive {next, P} -> P ! {n, N}, count(N + 1) end.
filter(Src, P) -> receive {next, To} -> filter_next(Src, P, To), filter(Src, P) end.
filter_next(Src, P, To) ->
    Src ! {next, self()},
    receive
        {n, X} when X rem P =:= 0 -> filter_next(Src, P, To);
        {n, X} -> To ! {n, X}
    end.
