%% Large integers as floats, and who gets a turn while they are multiplied
%% release-dependent: the nearest float since OTP 29
-module(release_float_of_integer).
-export([main/0]).

main() ->
    Is = [428654966685883400000, 38409289721754710000, 34784104853086640000, 385269108828434300000, 96874578115970900000,
          1 bsl 64 + 1, 1 bsl 64 + 4097, (1 bsl 64 + 2048) bsl 64 + 1, (1 bsl 1024) - (1 bsl 970) - 1],
    [io:format("~p~n", [[float(I), float(-I), 1.0 * I, I / 1, I + 0.0, f(I)]]) || I <- Is],
    [io:format("~p~n", [try float(I) catch C:E -> {C, E} end]) || I <- [1 bsl 1024, (1 bsl 1024) - 1, -((1 bsl 1024) - (1 bsl 970))]],
    io:format("~p~n", [[<<I:64/float>> || I <- lists:sublist(Is, 5)]]),
    turns().

f(I) when I * 2.0 > 1.0 -> math:sqrt(I);
f(_) -> none.

%% Calculating with large integers is work that is charged for, or this would take a minute.
turns() ->
    Self = self(),
    X = (1 bsl 2000000) - 1,
    P = spawn(fun() -> multiply(X) end),
    [begin spawn(fun() -> Self ! N end), receive N -> ok end end || N <- lists:seq(1, 3)],
    exit(P, kill),
    io:format("turns~n").

multiply(X) ->
    _ = X * X rem (X - 7),
    multiply(X).
