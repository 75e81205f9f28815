%% what = gives and how it fails
-module(pattern_match_operator).
-export([main/0]).
-import(prog, [id/1, show/2]).

main() ->
    X = Y = id(3),
    io:format("~p ~p~n", [X, Y]),
    io:format("~p~n", [[A || {ok, A} <- [{ok, 1}, error, {ok, 2}]]]),
    show("tuple size", fun() -> {_, _} = id({1, 2, 3}) end),
    show("list length", fun() -> [_, _] = id([1]) end),
    show("atom", fun() -> ok = id(error) end),
    show("float", fun() -> 1 = id(1.0) end),
    show("binary", fun() -> <<_:16>> = id(<<1>>) end),
    show("nested", fun() -> {a, [B | _], #{k := B}} = id({a, [1], #{k => 2}}) end),
    show("value", fun() -> {ok, V} = id({ok, [1, 2]}), V end),
    show("string", fun() -> "abc" ++ Rest = id("abcdef"), Rest end),
    show("string fails", fun() -> "abc" ++ Rest = id("abd"), Rest end),
    show("in expression", fun() -> 1 + (Z = id(5)) end).
