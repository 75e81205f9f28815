%% loops in constant space: to itself, among functions, through funs and apply
-module(rec_tail).
-export([main/0]).
-export([applyloop/3, external/1]).

main() ->
    io:format("~w~n", [loop(3000000, 0)]),
    io:format("~w~n", [ping(500000, 0)]),
    io:format("~w~n", [three_a(600000, [])]),
    io:format("~w~n", [funloop(300000)]),
    io:format("~w~n", [applyloop(?MODULE, applyloop, 300000)]),
    io:format("~w~n", [external(300000)]),
    io:format("~w~n", [state(idle, 300000, 0)]),
    io:format("~w~n", [in_case(300000)]),
    io:format("~w~n", [handler(100000)]).

loop(0, A) -> A;
loop(N, A) -> loop(N - 1, A + (N band 3)).

ping(0, A) -> {ping, A};
ping(N, A) -> pong(N - 1, A + 1).
pong(0, A) -> {pong, A};
pong(N, A) -> ping(N - 1, A - 1).

three_a(0, _) -> a;
three_a(N, X) -> three_b(X, N).
three_b(X, N) -> three_c(N - 1, X, X).
three_c(0, _, _) -> c;
three_c(N, X, _) -> three_a(N, [X | []]).

funloop(N) ->
    F = fun(_, 0) -> done; (G, K) -> G(G, K - 1) end,
    F(F, N).

applyloop(_, _, 0) -> applied;
applyloop(M, F, N) -> apply(M, F, [M, F, N - 1]).

external(0) -> external;
external(N) -> ?MODULE:external(N - 1).

state(idle, 0, A) -> A;
state(idle, N, A) -> state(busy, N - 1, A + 1);
state(busy, 0, A) -> -A;
state(busy, N, A) when N rem 3 =:= 0 -> state(idle, N - 1, A);
state(busy, N, A) -> state(busy, N - 1, A).

in_case(N) ->
    case N of
        0 -> done;
        _ when N rem 2 =:= 0 -> if N > 10 -> in_case(N - 1); true -> in_case(N - 2) end;
        _ -> begin X = N - 1, in_case(X) end
    end.

handler(0) -> caught_up;
handler(N) ->
    R = try throw(N) catch throw:X -> X - 1 end,
    handler(R).
