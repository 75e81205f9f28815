%% re:replace and re:split
-module(re_replace_split).
-export([main/0]).

main() ->
    S = "one  two, three",
    io:format("~p~n", [[re:replace(S, "o", "0", [{return, list}]), re:replace(S, "o", "0", [global, {return, list}]), re:replace(S, "(\\w+)", "<\\1>", [global, {return, list}]), re:replace(S, "t(.)", "[&|\\1|\\g{1}]", [global, {return, binary}])]]),
    io:format("~p~n", [[re:split(S, "[ ,]+"), re:split(S, "[ ,]+", [{return, list}]), re:split(S, "( )", [{return, list}]), re:split(S, " ", [{parts, 2}, {return, list}]), re:split("a,b,,", ",", [trim, {return, list}]), re:split("abc", "", [{return, list}])]]),
    io:format("~p~n", [[re:replace("abc", "x", "y", [{return, list}]), re:replace("abc", "b", "\\\\", [{return, list}]), re:replace("abc", "", "-", [global, {return, list}]), iolist_to_binary(re:replace("abc", "b", "&&"))]]),
    io:format("~tp~n", [[re:replace("größe", "ö", "o", [unicode, {return, list}]), re:run("größe", "ö", [unicode]), re:run("größe", "\\w+", [unicode, ucp, {capture, first, list}]), re:split("α,β", ",", [unicode, {return, list}])]]),
    {ok, MP} = re:compile("(?<y>\\d{4})-(?<m>\\d\\d)"),
    io:format("~p~n", [[re:run("on 2024-05", MP, [{capture, all_names, list}]), re:inspect(MP, namelist), re:replace("2024-05", MP, "\\2/\\1", [{return, list}])]]).
