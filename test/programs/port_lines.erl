%% input by lines: line ends of both kinds, lines that are too long, a last line that does not end
-module(port_lines).
-export([main/0]).

main() ->
    [io:format("~0p ~0p:~n  ~0p~n", [Text, Opts, lines(Text, Opts)])
     || Text <- ["abc\\ndef\\n", "abc\\r\\ndef\\r\\n", "a\\rb\\n\\r\\r\\n", "abcdefghijkl\\nmno", "abcde\\r\\nabcde\\rf\\r", "\\n\\n", "",
                 "abcd\\r", "abcde\\r", "abcdeabcde\\n"],
        Opts <- [[{line, 5}], [line, binary], [{line, 1}]]],
    Long = lines("x%.0s' $(seq 1 3000); printf 'y\\n", [{line, 1000}]),
    io:format("~p~n", [[{E, length(L)} || {E, L} <- Long, is_list(L)]]).

lines(Text, Opts) ->
    P = open_port({spawn, "sh -c \"printf '" ++ escape(Text) ++ "'\""}, [eof | Opts]),
    collect(P).

%% Within the double quotes of the outer shell.
escape(Text) -> lists:flatmap(fun($\\) -> "\\\\"; ($$) -> "\\$"; (C) -> [C] end, Text).

collect(P) ->
    receive
        {P, {data, D}} -> [D | collect(P)];
        {P, eof} -> port_close(P), []
    after 10000 -> [timeout]
    end.
