%% primes by list, map, ets, array, atomics and binary give the same
-module(sieve_with_structures).
-export([main/0]).

main() ->
    N = 500,
    Rs = [{list, list(N)}, {map, map(N)}, {ets, ets(N)}, {array, arr(N)}, {atomics, at(N)}, {bits, bits(N)}, {sets, sets(N)}],
    [io:format("~p ~p ~p~n", [K, length(L), L =:= element(2, hd(Rs))]) || {K, L} <- Rs],
    io:format("~w~n", [lists:sublist(list(N), 20)]).

list(N) -> sieve(lists:seq(2, N)).
sieve([P | T]) -> [P | sieve([X || X <- T, X rem P =/= 0])];
sieve([]) -> [].

multiples(N) -> [M || P <- lists:seq(2, 22), M <- lists:seq(P * P, N, P)].

map(N) ->
    M = maps:from_keys(lists:seq(2, N), true),
    lists:sort(maps:keys(maps:without(multiples(N), M))).

ets(N) ->
    T = ets:new(t, [ordered_set]),
    ets:insert(T, [{I} || I <- lists:seq(2, N)]),
    [ets:delete(T, X) || X <- multiples(N)],
    [X || {X} <- ets:tab2list(T)].

arr(N) ->
    A = lists:foldl(fun(M, X) -> array:set(M, false, X) end, array:new(N + 1, {default, true}), multiples(N)),
    [I || I <- lists:seq(2, N), array:get(I, A)].

at(N) ->
    A = atomics:new(N, []),
    [atomics:put(A, M, 1) || M <- multiples(N)],
    [I || I <- lists:seq(2, N), atomics:get(A, I) =:= 0].

bits(N) ->
    B = lists:foldl(fun(M, X) -> <<P:M/bits, _:1, R/bits>> = X, <<P/bits, 1:1, R/bits>> end, <<0:(N + 1)>>, multiples(N)),
    [I || I <- lists:seq(2, N), begin <<_:I, Bit:1, _/bits>> = B, Bit =:= 0 end].

sets(N) -> lists:sort(sets:to_list(sets:subtract(sets:from_list(lists:seq(2, N)), sets:from_list(multiples(N))))).
