%% references, unique integers and monotonic time are what they promise
-module(proc_unique).
-export([main/0]).

main() ->
    Refs = [make_ref() || _ <- lists:seq(1, 1000)],
    io:format("~p ~p~n", [length(lists:usort(Refs)), Refs =:= lists:sort(Refs)]),
    Us = [erlang:unique_integer() || _ <- lists:seq(1, 1000)],
    io:format("~p~n", [length(lists:usort(Us))]),
    Ms = [erlang:unique_integer([monotonic]) || _ <- lists:seq(1, 100)],
    io:format("~p~n", [Ms =:= lists:sort(Ms)]),
    io:format("~p~n", [lists:all(fun(X) -> X > 0 end, [erlang:unique_integer([positive]) || _ <- lists:seq(1, 100)])]),
    Ts = [erlang:monotonic_time() || _ <- lists:seq(1, 100)],
    io:format("~p~n", [Ts =:= lists:sort(Ts)]),
    io:format("~p~n", [erlang:system_time(second) > 1600000000]),
    io:format("~p~n", [abs(erlang:system_time(millisecond) - (erlang:monotonic_time(millisecond) + erlang:time_offset(millisecond))) < 1000]),
    io:format("~p~n", [[erlang:convert_time_unit(X, F, T) || {X, F, T} <- [{1, second, millisecond}, {1999, millisecond, second}, {-1, millisecond, second}, {5, microsecond, nanosecond}]]]),
    {A, B, C} = erlang:timestamp(),
    io:format("~p~n", [[is_integer(X) || X <- [A, B, C]]]),
    io:format("~p~n", [erlang:now() < erlang:now()]).
