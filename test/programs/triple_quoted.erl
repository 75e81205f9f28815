%% triple-quoted strings and sigils
%% since-release: 27
-module(triple_quoted).
-export([main/0]).

main() ->
    io:format("~s~n", ["""
        Line one
          indented "quoted"
        last \n not escaped
        """]),
    io:format("~p~n", [~"binary ä"]),
    io:format("~p~n", [~s"string\n"]),
    io:format("~p~n", [~S"raw\n"]),
    io:format("~p~n", [~b"bin\t"]),
    io:format("~p~n", [~B[raw\t]]),
    io:format("~p~n", ["""
        ""
        """]),
    io:format("~p~n", [~"" =:= <<>>]).
