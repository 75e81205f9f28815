%% ~s and ~ts with widths, precisions, padding, iolists and Unicode
-module(fmt_strings).
-export([main/0]).
-import(prog, [show/2]).

main() ->
    io:format("[~s][~10s][~-10s][~.3s][~10.3s][~-10.3s][~10..*s]~n", ["hello", "hello", "hello", "hello", "hello", "hello", "hello"]),
    io:format("[~s][~s][~s]~n", [hello, <<"bin">>, [["deep", [$e, <<"st">>]]]]),
    io:format("[~ts][~6ts][~.2ts][~ts]~n", ["αβγ", "äö", "日本語", <<"größe"/utf8>>]),
    io:format("[~ts]~n", [[$a, <<"ä"/utf8>>, [16#1F600]]]),
    io:format("[~5s][~3s]~n", ["", "toolong"]),
    show("wide in ~s", fun() -> io_lib:format("~s", ["αβγ"]) end),
    show("number", fun() -> io_lib:format("~s", [5]) end),
    show("tuple", fun() -> io_lib:format("~ts", [{a}]) end),
    show("atom list", fun() -> io_lib:format("~s", [[a]]) end),
    io:format("[~tp][~p][~tw][~w]~n", ["αβγ", "αβγ", "αβγ", "abc"]),
    io:format("[~tp][~p]~n", [<<"αβγ"/utf8>>, <<"αβγ"/utf8>>]),
    io:format("[~tp][~p][~ts][~tw]~n", ['αβγ', 'αβγ', 'αβγ', 'äö']),
    io:format("[~s]~n", [<<"latin1 \344">>]).
