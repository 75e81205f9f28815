%% weekdays, Easter, leap years and durations computed by hand against calendar
-module(misc_dates_by_hand).
-export([main/0]).

main() ->
    io:format("~w~n", [[easter(Y) || Y <- [1961, 2000, 2024, 2025, 2038]]]),
    io:format("~w~n", [[zeller(D) =:= calendar:day_of_the_week(D) || D <- [{2024, 2, 29}, {1999, 12, 31}, {2000, 1, 1}, {1600, 3, 1}]]]),
    io:format("~w~n", [[jdn(D) || D <- [{2000, 1, 1}, {1858, 11, 17}]]]),
    io:format("~w~n", [[D || D <- lists:seq(1, 31), calendar:day_of_the_week(2024, 3, D) =:= 5]]),
    io:format("~s~n", [cal(2024, 2)]),
    io:format("~w~n", [length([M || Y <- lists:seq(1901, 2000), M <- lists:seq(1, 12), calendar:day_of_the_week(Y, M, 1) =:= 7])]),
    io:format("~s~n", [duration(1234567)]),
    io:format("~w~n", [[add_months({2024, 1, 31}, N) || N <- [1, 12, 13, -2]]]).

easter(Y) ->
    A = Y rem 19, B = Y div 100, C = Y rem 100, D = B div 4, E = B rem 4,
    F = (B + 8) div 25, G = (B - F + 1) div 3,
    H = (19 * A + B - D - G + 15) rem 30,
    I = C div 4, K = C rem 4,
    L = (32 + 2 * E + 2 * I - H - K) rem 7,
    M = (A + 11 * H + 22 * L) div 451,
    {(H + L - 7 * M + 114) div 31, (H + L - 7 * M + 114) rem 31 + 1}.

zeller({Y, M, D}) when M < 3 -> zeller2(Y - 1, M + 12, D);
zeller({Y, M, D}) -> zeller2(Y, M, D).
zeller2(Y, M, D) ->
    H = (D + 13 * (M + 1) div 5 + Y + Y div 4 - Y div 100 + Y div 400) rem 7,
    (H + 5) rem 7 + 1.

jdn({Y, M, D}) ->
    A = (14 - M) div 12, Y1 = Y + 4800 - A, M1 = M + 12 * A - 3,
    D + (153 * M1 + 2) div 5 + 365 * Y1 + Y1 div 4 - Y1 div 100 + Y1 div 400 - 32045.

cal(Y, M) ->
    First = calendar:day_of_the_week(Y, M, 1),
    Days = lists:duplicate(First - 1, "  ") ++ [io_lib:format("~2w", [D]) || D <- lists:seq(1, calendar:last_day_of_the_month(Y, M))],
    lists:join("\n", [lists:join(" ", W) || W <- weeks(Days)]).
weeks(L) when length(L) =< 7 -> [L];
weeks(L) -> {A, B} = lists:split(7, L), [A | weeks(B)].

duration(S) ->
    {D, {H, M, Sec}} = calendar:seconds_to_daystime(S),
    io_lib:format("~wd ~2..0w:~2..0w:~2..0w", [D, H, M, Sec]).

add_months({Y, M, D}, N) ->
    T = Y * 12 + M - 1 + N,
    Y2 = T div 12, M2 = T rem 12 + 1,
    {Y2, M2, min(D, calendar:last_day_of_the_month(Y2, M2))}.
