%% round, trunc, floor, ceil and float of positive, negative and large numbers
-module(arith_float_rounding).
-export([main/0]).
-import(prog, [id/1, try_call/1]).

main() ->
    Fs = [0.0, 0.4, 0.5, 0.6, 1.5, 2.5, -0.4, -0.5, -0.6, -1.5, -2.5, 1.0e15, 4503599627370496.5, 9007199254740991.0, 1.0e18,
          1.0e20, -1.0e25, 1.7976931348623157e308, 5.0e-324, 0.49999999999999994, 7, -7, 1 bsl 70],
    [io:format("~w: ~w ~w ~w ~w~n", [F, round(id(F)), trunc(id(F)), floor(id(F)), ceil(id(F))]) || F <- Fs],
    [io:format("~w: ~w~n", [I, float(id(I))]) || I <- [0, 5, (1 bsl 53) + 1, (1 bsl 53) + 3, (1 bsl 64) - 1, (1 bsl 63) + 1025, (1 bsl 63) + 1024, -(1 bsl 99) - 1]],
    [io:format("~w~n", [try_call(fun() -> F(id(a)) end)]) || F <- [fun erlang:round/1, fun erlang:trunc/1, fun erlang:floor/1, fun erlang:ceil/1, fun erlang:float/1, fun erlang:abs/1]].
