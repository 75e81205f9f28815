%% string:find, split, replace, lexemes, tokens and join
-module(str_search).
-export([main/0]).

main() ->
    S = "one,two,,three,",
    io:format("~p~n", [[string:find(S, "two"), string:find(S, ",", trailing), string:find(S, "zz"), string:prefix(S, "one"), string:prefix(S, "x")]]),
    io:format("~p~n", [[string:split(S, ","), string:split(S, ",", trailing), string:split(S, ",", all), string:split("abc", "x")]]),
    io:format("~p~n", [[string:lexemes(S, ","), string:lexemes("a b\tc", " \t"), string:tokens(S, ","), string:nth_lexeme(S, 2, ",")]]),
    io:format("~p~n", [[lists:flatten(string:replace(S, ",", "; ")), lists:flatten(string:replace(S, ",", "; ", all)), lists:flatten(string:replace(S, ",", "!", trailing))]]),
    io:format("~p~n", [[string:join(["a", "b", "c"], ", "), string:concat("a", "b"), string:chars($x, 3), string:copies("ab", 2)]]),
    io:format("~p~n", [[string:str(S, "two"), string:rstr(S, ","), string:chr(S, $w), string:rchr(S, $e), string:substr(S, 5, 3), string:sub_string(S, 5, 7)]]),
    io:format("~p~n", [[string:strip("  a "), string:strip("xxax", both, $x), string:words("a b c"), string:sub_word("a b c", 2), string:left("ab", 4, $.), string:right("ab", 4, $.), string:centre("ab", 5, $.)]]),
    io:format("~p~n", [[string:to_upper("abc"), string:to_lower($A), string:span("aab", "a"), string:cspan("aab", "b")]]),
    io:format("~p~n", [[string:split(<<"k=v=w">>, "="), string:lexemes(<<"a,b">>, ","), string:find(<<"hello">>, "l"), string:replace(<<"aXb">>, "X", "Y")]]).
