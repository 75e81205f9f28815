%% strings as lists of characters
-module(list_strings).
-export([main/0]).
-import(prog, [id/1]).

main() ->
    S = id("Hello, World"),
    io:format("~p ~s ~w~n", [S, S, S]),
    io:format("~p~n", [[C || C <- S, C >= $a, C =< $z]]),
    io:format("~p~n", [lists:map(fun rot13/1, S)]),
    io:format("~p~n", [words("the quick  brown fox ", [], [])]),
    io:format("~p~n", [palindrome("amanaplanacanalpanama")]),
    io:format("~ts ~tp ~w~n", ["αβγ", "αβγ", "αβγ"]),
    io:format("~p~n", [[0, 1, 2]]),
    io:format("~p~n", ["tab\tnewline\nquote\"back\\slash\e\d\x00"]),
    io:format("~p~n", [lists:sort("mississippi")]),
    io:format("~p~n", [count("mississippi")]).

rot13(C) when C >= $a, C =< $z -> (C - $a + 13) rem 26 + $a;
rot13(C) when C >= $A, C =< $Z -> (C - $A + 13) rem 26 + $A;
rot13(C) -> C.

words([$\s | T], [], Ws) -> words(T, [], Ws);
words([$\s | T], W, Ws) -> words(T, [], [lists:reverse(W) | Ws]);
words([C | T], W, Ws) -> words(T, [C | W], Ws);
words([], [], Ws) -> lists:reverse(Ws);
words([], W, Ws) -> lists:reverse([lists:reverse(W) | Ws]).

palindrome(S) -> S =:= lists:reverse(S).

count(S) -> lists:foldl(fun(C, A) -> orddict:update_counter(C, 1, A) end, [], S).
