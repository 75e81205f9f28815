%% functions that recurse in their arguments
-module(rec_ackermann).
-export([main/0]).

main() ->
    io:format("~w~n", [[ack(2, N) || N <- lists:seq(0, 5)]]),
    io:format("~w~n", [ack(3, 5)]),
    io:format("~w~n", [tak(12, 8, 4)]),
    io:format("~w~n", [mc91(45)]),
    io:format("~w~n", [[f(N) || N <- lists:seq(0, 20)]]),
    io:format("~w~n", [hanoi(10, a, b, c, 0)]),
    io:format("~w~n", [[partitions(N) || N <- lists:seq(0, 20)]]).

ack(0, N) -> N + 1;
ack(M, 0) -> ack(M - 1, 1);
ack(M, N) -> ack(M - 1, ack(M, N - 1)).

tak(X, Y, Z) when Y >= X -> Z;
tak(X, Y, Z) -> tak(tak(X - 1, Y, Z), tak(Y - 1, Z, X), tak(Z - 1, X, Y)).

mc91(N) when N > 100 -> N - 10;
mc91(N) -> mc91(mc91(N + 11)).

f(0) -> 1;
f(N) -> N - m(f(N - 1)).
m(0) -> 0;
m(N) -> N - f(m(N - 1)).

hanoi(0, _, _, _, N) -> N;
hanoi(K, A, B, C, N) -> hanoi(K - 1, C, B, A, hanoi(K - 1, A, C, B, N) + 1).

partitions(N) -> part(N, N).
part(0, _) -> 1;
part(N, _) when N < 0 -> 0;
part(_, 0) -> 0;
part(N, M) -> part(N - M, M) + part(N, M - 1).
