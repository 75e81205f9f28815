%% phash2 and phash of every kind of term
-module(hash_phash2).
-export([main/0]).
-import(prog, [id/1, show/2]).

main() ->
    Ts = [0, 1, -1, 255, 256, 1 bsl 27, -(1 bsl 27), 1 bsl 28, 1 bsl 31, 1 bsl 32, -(1 bsl 32), 1 bsl 59, 1 bsl 60, 1 bsl 63, 1 bsl 64, -(1 bsl 64), 1 bsl 100, 12345678901234567890, 0.0, 1.0, -1.5, 1.0e100, a, b, '', 'ä', 'a longer atom', true, [], [a], [1, 2, 3], "abc", [a | b], [[]], [1, a, "x"], lists:seq(1, 100), lists:seq(200, 300), {}, {a}, {1, 2}, {{}, []}, <<>>, <<1>>, <<"abc">>, <<1:1>>, <<1, 2, 3:5>>, <<0:1000>>, #{}, #{a => 1}, #{1 => a, 2 => b}, #{a => #{b => c}}, fun lists:map/2, {a, [b, {c, <<"d">>, 1.5}, #{e => f}]}],
    [io:format("~w ~w ~w~n", [erlang:phash2(T), erlang:phash2(T, 1000), case is_list(T) andalso not is_proper(T) of true -> x; false -> erlang:phash(T, 1 bsl 32) end]) || T <- Ts],
    M = maps:from_list([{I, {I}} || I <- lists:seq(1, 200)]),
    io:format("~w~n", [erlang:phash2(M)]),
    io:format("~w~n", [[erlang:phash2(hello, R) || R <- [1, 2, 16, 1 bsl 20, 1 bsl 27, 1 bsl 31, 1 bsl 32]]]),
    show("range 0", fun() -> erlang:phash2(a, id(0)) end),
    show("range big", fun() -> erlang:phash2(a, id((1 bsl 32) + 1)) end).

is_proper([_ | T]) -> is_proper(T);
is_proper(T) -> T =:= [].
