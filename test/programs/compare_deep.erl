%% comparison of long and deep terms
-module(compare_deep).
-export([main/0]).

main() ->
    L1 = lists:seq(1, 100000),
    L2 = lists:seq(1, 99999) ++ [100001],
    io:format("~p~n", [[L1 == L1, L1 =:= lists:map(fun(X) -> X end, L1), L1 < L2, L1 =:= L2, L1 == [float(X) || X <- L1], L1 =:= [float(X) || X <- L1]]]),
    D1 = nest(200000, x),
    D2 = nest(200000, y),
    io:format("~p~n", [[D1 < D2, D1 == D2, D1 =:= nest(200000, x), D2 > D1, D1 < nest(199999, x)]]),
    T1 = tuples(200000, 1),
    T2 = tuples(200000, 1.0),
    io:format("~p~n", [[T1 == T2, T1 =:= T2, T1 < tuples(200000, 2), T1 =:= tuples(200000, 1)]]),
    M1 = maps_nested(5000, a),
    io:format("~p~n", [[M1 =:= maps_nested(5000, a), M1 < maps_nested(5000, b)]]).

nest(0, X) -> X;
nest(N, X) -> nest(N - 1, [X]).

tuples(0, X) -> X;
tuples(N, X) -> tuples(N - 1, {a, X}).

maps_nested(0, X) -> X;
maps_nested(N, X) -> maps_nested(N - 1, #{k => X}).
