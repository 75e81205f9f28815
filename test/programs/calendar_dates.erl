%% days, weeks, leap years, and conversions to seconds
-module(calendar_dates).
-export([main/0]).

main() ->
    io:format("~w~n", [[calendar:is_leap_year(Y) || Y <- [1900, 2000, 2023, 2024]]]),
    io:format("~w~n", [[calendar:date_to_gregorian_days(D) || D <- [{0, 1, 1}, {1970, 1, 1}, {2024, 2, 29}, {9999, 12, 31}]]]),
    io:format("~w~n", [[calendar:gregorian_days_to_date(N) || N <- [0, 59, 60, 365, 366, 719528, 738945]]]),
    io:format("~w~n", [[calendar:day_of_the_week(D) || D <- [{2024, 1, 1}, {2000, 2, 29}, {1969, 7, 20}]]]),
    io:format("~w~n", [[calendar:iso_week_number(D) || D <- [{2021, 1, 1}, {2020, 12, 31}, {2024, 12, 30}]]]),
    io:format("~w~n", [[calendar:last_day_of_the_month(Y, M) || {Y, M} <- [{2024, 2}, {2023, 2}, {2024, 4}]]]),
    io:format("~w~n", [[calendar:datetime_to_gregorian_seconds({{2024, 1, 1}, {12, 0, 0}}), calendar:gregorian_seconds_to_datetime(63871329600), calendar:seconds_to_time(86399), calendar:time_to_seconds({23, 59, 59}), calendar:seconds_to_daystime(-1), calendar:valid_date(2023, 2, 29)]]),
    io:format("~s ~s~n", [calendar:system_time_to_rfc3339(1700000000, [{offset, "Z"}]), calendar:system_time_to_rfc3339(1700000000123, [{unit, millisecond}, {offset, 3600}])]),
    io:format("~w~n", [[calendar:rfc3339_to_system_time("2023-11-14T22:13:20Z"), calendar:rfc3339_to_system_time("2023-11-14T23:13:20.5+01:00", [{unit, millisecond}])]]),
    io:format("~w~n", [[calendar:time_difference({{2024, 1, 1}, {0, 0, 0}}, {{2024, 1, 2}, {3, 4, 5}}), calendar:system_time_to_universal_time(0, second)]]).
