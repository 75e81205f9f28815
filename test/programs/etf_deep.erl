%% a term a million levels deep through the external format
-module(etf_deep).
-export([main/0]).

main() ->
    D = nest(1000000, []),
    B = term_to_binary(D),
    io:format("~p ~p~n", [byte_size(B), erlang:crc32(B)]),
    E = binary_to_term(B),
    io:format("~p ~p~n", [E =:= D, depth(E, 0)]),
    T = tuples(300000, z),
    io:format("~p~n", [binary_to_term(term_to_binary(T)) =:= T]),
    io:format("~p~n", [erlang:phash2(D)]),
    io:format("~p~n", [erlang:phash2(T)]),
    io:format("~p~n", [erlang:external_size(D)]),
    L = lists:foldl(fun(I, A) -> [I | A] end, [], lists:seq(1, 200000)),
    io:format("~p~n", [erlang:phash2(L)]).

nest(0, X) -> X;
nest(N, X) -> nest(N - 1, [X]).

tuples(0, X) -> X;
tuples(N, X) -> tuples(N - 1, {X, N}).

depth([], N) -> N;
depth([X], N) -> depth(X, N + 1).
