%% which lists and binaries ~p prints as strings
-module(fmt_strings_detected).
-export([main/0]).

main() ->
    Ts = ["abc", "", [97, 98, 99], [97, 98, 0], "tab\t", "nl\n", [27], [127], [128], [160], [255], [256], "ä", "α", [a], [97 | b], [97.0], [-1], [16#10FFFF], [16#110000], <<"abc">>, <<>>, <<0>>, <<"a\n">>, <<127>>, <<160>>, <<255>>, <<"ä"/utf8>>, <<"α"/utf8>>, <<195>>, "quote\"", "back\\slash", <<"q\"">>, "del\d", "bell\a" -- "", "esc\e", "nul\0x", {"in", ["side"]}, [["deep"]], "\x{1F600}"],
    [io:format("~p ~tp ~lp~n", [T, T, T]) || T <- Ts],
    [io:format("~p ", [{io_lib:printable_list(T), io_lib:printable_unicode_list(T), io_lib:printable_latin1_list(T)}]) || T <- ["abc", "ä", "α", [0], [1114112], a, [a]]],
    io:nl().
