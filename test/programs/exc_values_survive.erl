%% variables of the protected part and of the caller after an exception
-module(exc_values_survive).
-export([main/0]).
-import(prog, [id/1]).

main() ->
    A = id(1),
    B = id([b]),
    R = try
            C = id({c}),
            put(c, C),
            throw(C)
        catch
            throw:D -> {A, B, D, get(c)}
        end,
    io:format("~w~n", [R]),
    io:format("~w~n", [loop([1, a, 2, b, 3], 0, [])]),
    io:format("~w~n", [many(1, 2, 3, 4, 5)]),
    io:format("~w~n", [floats(1.5, 0.0)]),
    io:format("~w~n", [bin(<<1, 2, 3>>)]).

loop([], S, Bad) -> {S, Bad};
loop([H | T], S, Bad) ->
    try H + S of
        N -> loop(T, N, Bad)
    catch
        error:badarith -> loop(T, S, [H | Bad])
    end.

many(A, B, C, D, E) ->
    X = id(A + B),
    Y = id(C * D),
    try
        Z = id(X + Y),
        error({Z, E})
    catch
        error:{Q, W} -> {A, B, C, D, E, X, Y, Q, W}
    end.

floats(X, Y) ->
    Z = X * 2.0,
    try Z / Y
    catch error:badarith -> {Z, X, Y}
    end.

bin(<<A, R/binary>>) ->
    try
        <<B, _/binary>> = R,
        throw({A, B, R})
    catch
        {X, Y, Z} -> {X, Y, Z, A, R}
    end.
