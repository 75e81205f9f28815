%% numbers in many formats: currency, percent, bytes, ordinals, scientific
-module(str_formats_numbers).
-export([main/0]).

main() ->
    io:format("~w~n", [[bytes(N) || N <- [0, 999, 1000, 1536, 1048576, 5000000000]]]),
    io:format("~p~n", [[ordinal(N) || N <- [1, 2, 3, 4, 11, 12, 13, 21, 22, 101, 111]]]),
    io:format("~p~n", [[percent(A, B) || {A, B} <- [{1, 3}, {2, 2}, {0, 5}, {1, 0}]]]),
    io:format("~p~n", [[sig(F, 3) || F <- [0.00012345, 1.0, 123456.0, 9.999, 0.1]]]),
    io:format("~p~n", [[clock(S) || S <- [0, 59, 60, 3661, 86399]]]),
    io:format("~p~n", [[round_to(F, 2) || F <- [1.005, 2.345, -1.236, 1.0e10, 0.001]]]),
    io:format("~p~n", [[from_roman(R) || R <- ["IV", "MCMXCIV", "XL"]]]),
    io:format("~s~n", [[io_lib:format("~8.3f|~-10w|~6.6.0b;", [X * 1.1, X, X]) || X <- [1, 22, 333]]]).

bytes(N) when N < 1000 -> N;
bytes(N) -> bytes(N / 1000, [kb, mb, gb, tb]).
bytes(X, [U | _]) when X < 1000 -> {round(X * 10) / 10, U};
bytes(X, [_ | T]) -> bytes(X / 1000, T).

ordinal(N) when N rem 100 >= 11, N rem 100 =< 13 -> integer_to_list(N) ++ "th";
ordinal(N) -> integer_to_list(N) ++ case N rem 10 of 1 -> "st"; 2 -> "nd"; 3 -> "rd"; _ -> "th" end.

percent(_, 0) -> "n/a";
percent(A, B) -> lists:flatten(io_lib:format("~.1f%", [100 * A / B])).

sig(F, N) -> list_to_float(float_to_list(F, [{scientific, N - 1}])).
clock(S) -> lists:flatten(io_lib:format("~2..0w:~2..0w:~2..0w", [S div 3600, S div 60 rem 60, S rem 60])).
round_to(F, N) -> list_to_float(float_to_list(F, [{decimals, N}])).
from_roman(S) -> element(1, lists:foldr(fun(C, {Sum, Prev}) -> V = maps:get(C, #{$I => 1, $V => 5, $X => 10, $L => 50, $C => 100, $D => 500, $M => 1000}), case V < Prev of true -> {Sum - V, Prev}; false -> {Sum + V, V} end end, {0, 0}, S)).
