%% io_lib:format of integers: ~w ~p ~b ~B ~x ~X ~# ~+ with widths, precisions and paddings
-module(fmt_integers).
-export([main/0]).

main() ->
    Ns = [0, 1, -1, 255, -255, 1 bsl 70],
    Fs = ["~w", "~p", "~10w|", "~-10w|", "~10..0w|", "~-10..*w|", "~3w|", "~b", "~B", "~.16b", "~.16B", "~10.2.0b|", "~.36b", "~.10#", "~.16#", "~.2+", "~.16+", "~8.16.0B|", "~12..-b|"],
    [io:format("~ts: ~ts~n", [F, lists:join(" ", [io_lib:format(F, [N]) || N <- Ns])]) || F <- Fs],
    io:format("~x ~X ~.16x~n", [255, "0x", -255, "16#", 10, "a-"]),
    io:format("~*w|~-*w|~*.*.0b|~n", [6, 1, 6, 2, 8, 2, 5]),
    io:format("~5c|~5.3c|~c~c|~-5.2c|~n", [$a, $b, $c, 16#e4, $x]),
    io:format("~i~w~n", [ignored, shown]),
    io:format("~~ ~n"),
    io:format("plain~n").
