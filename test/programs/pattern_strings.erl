%% string prefixes, character ranges and concatenation in patterns
-module(pattern_strings).
-export([main/0]).
-import(prog, [id/1]).

main() ->
    io:format("~p~n", [[cmd(id(S)) || S <- ["get x", "set y", "set ", "quit", "", "QUIT", "g"]]]),
    io:format("~p~n", [[first(id(S)) || S <- ["abc", "123", " x", "Zed", "", "é"]]]),
    io:format("~p~n", [[case id(S) of [$-, $- | Long] -> {long, Long}; [$- | Short] -> {short, Short}; Arg -> {arg, Arg} end || S <- ["--help", "-v", "file", "-", "--"]]]),
    io:format("~p~n", [[case id(S) of "a" ++ [X, Y | _] -> {X, Y}; "a" ++ _ -> short; _ -> no end || S <- ["abcd", "ab", "b"]]]),
    io:format("~p~n", ["con" "cat" "enated"]),
    io:format("~p~n", [case id("héé") of "h" ++ [16#e9 | R] -> R end]).

cmd("get " ++ K) -> {get, K};
cmd("set " ++ [_ | _] = S) -> {set, lists:nthtail(4, S)};
cmd("set " ++ []) -> set_nothing;
cmd("quit") -> quit;
cmd([]) -> empty;
cmd(_) -> unknown.

first([C | _]) when C >= $a, C =< $z -> lower;
first([C | _]) when C >= $A, C =< $Z -> upper;
first([C | _]) when C >= $0, C =< $9 -> digit;
first([$\s | _]) -> space;
first([_ | _]) -> other;
first([]) -> none.
