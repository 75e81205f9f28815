%% lazy sequences by processes and by continuations
-module(sequence_generators).
-export([main/0]).

main() ->
    G = gen(fun(Yield) -> walk({{leaf, 1}, {{leaf, 2}, {leaf, 3}}}, Yield) end),
    io:format("~w~n", [[next(G) || _ <- lists:seq(1, 4)]]),
    A = gen(fun(Y) -> walk({{leaf, a}, {leaf, b}}, Y) end),
    B = gen(fun(Y) -> walk({leaf, a}, Y), walk({leaf, b}, Y) end),
    io:format("~w~n", [same_fringe(A, B)]),
    io:format("~w~n", [take(5, cycle([x, y]))]),
    io:format("~w~n", [take(6, merge(mult(2), mult(3)))]),
    io:format("~w~n", [take(15, hamming())]).

gen(F) ->
    spawn_link(fun() ->
        receive {next, P0} -> put(client, P0) end,
        F(fun(X) -> get(client) ! {self(), {value, X}}, receive {next, P} -> put(client, P) end end),
        done(get(client))
    end).
done(P) -> P ! {self(), done}, receive {next, Q} -> done(Q) end.
next(G) -> G ! {next, self()}, receive {G, X} -> X end.

walk({leaf, X}, Y) -> Y(X);
walk({L, R}, Y) -> walk(L, Y), walk(R, Y).

same_fringe(A, B) ->
    case {next(A), next(B)} of
        {done, done} -> true;
        {X, X} -> same_fringe(A, B);
        _ -> false
    end.

cycle(L) -> cycle(L, L).
cycle([], L) -> cycle(L, L);
cycle([H | T], L) -> fun() -> {H, cycle(T, L)} end.
mult(N) -> mult(N, N).
mult(N, K) -> fun() -> {K, mult(N, K + N)} end.
merge(A, B) ->
    fun() ->
        {X, As} = A(),
        {Y, Bs} = B(),
        if X < Y -> {X, merge(As, B)};
           X > Y -> {Y, merge(A, Bs)};
           true -> {X, merge(As, Bs)}
        end
    end.
scale(K, S) -> fun() -> {X, T} = S(), {X * K, scale(K, T)} end.
hamming() -> fun() -> {1, merge(scale(2, hamming()), merge(scale(3, hamming()), scale(5, hamming())))} end.
take(0, _) -> [];
take(N, S) -> {X, T} = S(), [X | take(N - 1, T)].
