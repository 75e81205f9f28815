%% re:run with captures of every kind
-module(re_basic).
-export([main/0]).
-import(prog, [id/1, show/2]).

main() ->
    S = "The year 2024 and 1999, ok?",
    io:format("~p~n", [[re:run(S, "[0-9]+"), re:run(S, "[0-9]+", [global]), re:run(S, "xyz"), re:run(S, "(\\d)(\\d+)", [{capture, all, list}])]]),
    io:format("~p~n", [[re:run(S, "(\\d)(\\d+)", [global, {capture, all, binary}]), re:run(S, "(\\d)(\\d+)", [{capture, all_but_first, list}]), re:run(S, "(\\d)(\\d+)", [{capture, [2, 1], list}]), re:run(S, "ok", [{capture, none}])]]),
    io:format("~p~n", [[re:run(S, "(?<a>\\w+) (?<b>\\w+)", [{capture, [b, a], list}]), re:run(S, "(?<a>\\w+) (?<b>\\w+)", [{capture, ["a", nosuch], binary}])]]),
    io:format("~p~n", [[re:run("ab", "(a)|(b)", [global, {capture, all, list}]), re:run("aXbX", "(x)?b", [caseless]), re:run("", "a*"), re:run("baaac", "a*", [global])]]),
    io:format("~p~n", [[re:run("abc", "b", [{offset, 1}]), re:run("abc", "b", [{offset, 2}]), re:run("abcabc", "^abc", [{offset, 3}]), re:run("abc", "B", [caseless]), re:run("a\nb", "^b$", [multiline]), re:run("a\nb", "a.b", [dotall]), re:run("ab", "b", [anchored])]]),
    io:format("~p~n", [[re:run(<<"binary in">>, <<"in$">>), re:run(["io", <<"list">>], "ol"), re:run("aaa", "a{2}"), re:run("aaa", "a+?"), re:run("foobar", "foo(?=bar)"), re:run("foobar", "(?<=foo)bar"), re:run("foobaz", "foo(?!bar)")]]),
    io:format("~p~n", [[re:run("abab", "(ab)\\1"), re:run("tel: 555-1234", "(\\d{3})-(\\d{4})", [{capture, all, list}]), re:run("x", "(a)?x", [{capture, all, index}]), re:run("x", "(a)?x", [{capture, all, list}])]]),
    show("bad pattern", fun() -> re:run("a", "(") end),
    show("bad option", fun() -> re:run("a", "a", [nosuch]) end),
    show("bad subject", fun() -> re:run(id(a), "a") end).
