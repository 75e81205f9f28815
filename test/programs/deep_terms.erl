%% terms a million levels deep: equality, size, printing in part, flattening
-module(deep_terms).
-export([main/0]).

main() ->
    D = nest(1000000),
    io:format("~p~n", [[D =:= nest(1000000), D == nest(999999), D < nest(1000001)]]),
    io:format("~P~n", [D, 8]),
    io:format("~W~n", [D, 5]),
    io:format("~p~n", [lists:flatten(D)]),
    io:format("~p~n", [iolist_size(nest_bin(500000))]),
    T = spine(500000),
    io:format("~p~n", [size_of(T, 0)]),
    io:format("~p~n", [erts_debug:flat_size(spine(10)) > 0]),
    P = self(),
    spawn(fun() -> P ! {deep, T} end),
    receive {deep, U} -> io:format("~p~n", [U =:= T]) end,
    E = ets:new(e, []),
    ets:insert(E, {k, D}),
    io:format("~p~n", [ets:lookup(E, k) =:= [{k, D}]]),
    io:format("~p~n", [maps:get(D, #{D => found})]),
    io:format("~p~n", [lists:member(D, [a, D])]).

nest(0) -> [x];
nest(N) -> nest(N, [x]).
nest(0, T) -> T;
nest(N, T) -> nest(N - 1, [T]).

nest_bin(0) -> <<"b">>;
nest_bin(N) -> nest_bin(N, <<"b">>).
nest_bin(0, T) -> T;
nest_bin(N, T) -> nest_bin(N - 1, [$a | T]).

spine(0) -> leaf;
spine(N) -> spine(N, leaf).
spine(0, T) -> T;
spine(N, T) -> spine(N - 1, {node, T}).

size_of(leaf, N) -> N;
size_of({node, T}, N) -> size_of(T, N + 1).
