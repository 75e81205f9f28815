%% records made, matched, updated and nested
-module(pattern_records).
-export([main/0]).
-import(prog, [id/1, try_call/1]).

-record(point, {x = 0, y = 0}).
-record(shape, {name :: atom(), at = #point{}, tags = [] :: [atom()], extra}).

main() ->
    S = #shape{name = id(square)},
    io:format("~p~n", [S]),
    S2 = S#shape{at = (S#shape.at)#point{y = id(7)}, tags = [a, b]},
    io:format("~p ~p ~p~n", [S2, S2#shape.at#point.y, #shape.tags]),
    io:format("~p~n", [[describe(X) || X <- [S, S2, #point{}, #point{x = 1}, {point, 1}, point, {shape, a, b, c, d}]]]),
    io:format("~p~n", [record_info(fields, shape)]),
    io:format("~p~n", [record_info(size, shape)]),
    io:format("~p ~p~n", [is_record(S, shape), is_record(id({shape, 1}), shape)]),
    io:format("~p~n", [try_call(fun() -> (id({point, 1}))#point.x end)]),
    io:format("~p~n", [try_call(fun() -> (id(nothing))#shape{name = a} end)]),
    #shape{name = N, _ = '_'} = id(#shape{name = n, _ = '_'}),
    io:format("~p~n", [N]),
    io:format("~p~n", [lists:keysort(#point.y, [#point{x = 1, y = 3}, #point{x = 2, y = 2}])]).

describe(#point{x = 0, y = 0}) -> origin;
describe(#point{x = X}) -> {point, X};
describe(#shape{at = #point{y = Y}, tags = [T | _]}) when Y > 3 -> {high, T};
describe(#shape{name = N}) -> {shape, N};
describe(_) -> neither.
