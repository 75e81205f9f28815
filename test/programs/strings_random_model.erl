%% splitting, joining, trimming and searching of random strings agree with plain loops
-module(strings_random_model).
-export([main/0]).

main() ->
    Ss = strings(120, 31),
    io:format("~w~n", [lists:all(fun(S) -> string:join(string:split(S, ",", all), ",") =:= S end, Ss)]),
    io:format("~w~n", [lists:all(fun(S) -> string:lexemes(S, ",") =:= [X || X <- string:split(S, ",", all), X =/= []] end, Ss)]),
    io:format("~w~n", [lists:all(fun(S) -> string:reverse(string:reverse(S)) =:= S end, Ss)]),
    io:format("~w~n", [lists:all(fun(S) -> string:length(S) =:= length(S) end, Ss)]),
    io:format("~w~n", [lists:all(fun(S) -> binary_to_list(binary:replace(list_to_binary(S), <<"a">>, <<"bb">>, [global])) =:= lists:append([case C of $a -> "bb"; _ -> [C] end || C <- S]) end, Ss)]),
    io:format("~w~n", [lists:all(fun(S) -> length(binary:matches(list_to_binary(S), <<"b">>)) =:= length([C || C <- S, C =:= $b]) end, Ss)]),
    io:format("~w~n", [lists:all(fun(S) -> re:replace(S, "[ab]", "", [global, {return, list}]) =:= [C || C <- S, C =/= $a, C =/= $b] end, Ss)]),
    io:format("~w~n", [lists:all(fun(S) -> re:split(S, ",", [{return, list}]) =:= string:split(S, ",", all) end, [S || S <- Ss, S =/= []])]),
    io:format("~w~n", [erlang:phash2([string:uppercase(S) || S <- Ss])]),
    io:format("~w~n", [erlang:phash2([string:trim(S, both, "a ") || S <- Ss])]),
    io:format("~w~n", [erlang:phash2([base64:encode(list_to_binary(S)) || S <- Ss])]).

strings(0, _) -> [];
strings(N, S) -> {Str, S2} = str(S rem 20, S), [Str | strings(N - 1, S2)].
str(0, S) -> {[], (S * 48271) rem 2147483647};
str(N, S) ->
    S2 = (S * 48271) rem 2147483647,
    {T, S3} = str(N - 1, S2),
    {[lists:nth(S2 rem 6 + 1, "ab,c a") | T], S3}.
