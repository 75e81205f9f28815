%% re: offsets in UTF-8, names, empty matches, split and replace with funs, bad UTF-8, compiled patterns
%% release-dependent: OTP 28 and later have PCRE2, with other error texts, and exported patterns
-module(re_edges).
-export([main/0]).

main() ->
    offsets(),
    names(),
    empty(),
    split_and_replace(),
    unicode(),
    compiled(),
    limits(),
    errors().

run(S, P, O) ->
    try re:run(S, P, O) catch C:R -> {C, R} end.

offsets() ->
    S = <<"aäbä"/utf8>>,
    [io:format("~p ~p~n", [N, run(S, <<"ä"/utf8>>, [unicode, {offset, N}])]) || N <- lists:seq(0, 6)],
    [io:format("~p ~p~n", [N, run(S, "^", [{offset, N}])]) || N <- [0, 1, 6]],
    io:format("~p~n", [run(S, "(?<=a)", [unicode, {offset, 1}])]),
    io:format("~p~n", [run("aäbä", "\\Bä", [unicode, {capture, first, list}])]),
    io:format("~p~n", [run("abab", "b", [global, {offset, 2}])]),
    io:format("~p~n", [run("abab", "\\Gab", [{offset, 2}])]),
    io:format("~p~n", [run("abab", "a", [{offset, -1}])]),
    io:format("~p~n", [run("abab", "a", [{offset, a}])]).

names() ->
    P = "(?<year>\\d+)-(?<month>\\d+)|(?<word>[a-z]+)",
    [io:format("~p ~p~n", [T, [run(S, P, [{capture, all_names, T}]) || S <- ["2024-05", "may", "?"]]]) || T <- [index, list, binary]],
    io:format("~p~n", [run("may", P, [{capture, ["word", word, <<"word">>, year, 3, 0, nope, 9], list}])]),
    io:format("~p~n", [run("may", P, [global, {capture, all_names, binary}])]),
    io:format("~p~n", [run("abc", "b", [{capture, all_names, binary}])]),
    io:format("~p~n", [run("ab", "(?<n>a)(?<n>b)", [])]),
    io:format("~p~n", [run("ab", "(?<n>a)|(?<n>b)", [dupnames, {capture, [n], list}])]),
    io:format("~p~n", [run("b", "(?<n>a)|(?<n>b)", [dupnames, {capture, [n], list}])]),
    io:format("~p~n", [run("b", "(?<n>a)|(?<n>b)", [dupnames, {capture, all_names, list}])]),
    {ok, C} = re:compile(P, [dupnames]),
    io:format("~p~n", [re:inspect(C, namelist)]),
    {ok, None} = re:compile("a"),
    io:format("~p~n", [re:inspect(None, namelist)]),
    io:format("~p~n", [catch element(1, element(2, catch re:inspect(C, nothing)))]),
    io:format("~p~n", [catch element(1, element(2, catch re:inspect(none, namelist)))]).

empty() ->
    [io:format("~p ~p~n", [O, run(S, "a*", [O])]) || O <- [notempty, notempty_atstart, anchored], S <- ["", "b", "baa", "aab"]],
    io:format("~p~n", [run("baa", "a*", [global, notempty])]),
    io:format("~p~n", [run("baac", "a*?", [global])]),
    io:format("~p~n", [run("baac", "(?=a)|c|$", [global, {capture, all, list}])]),
    io:format("~p~n", [run("äöü", "", [unicode, global])]),
    io:format("~p~n", [run("\r\n\r\n", "", [global, {newline, crlf}])]),
    io:format("~p~n", [run("x\r\ny", "^", [global, multiline, {newline, anycrlf}])]),
    io:format("~p~n", [run("ab\n", "b$", [dollar_endonly])]),
    io:format("~p~n", [run("ab\n", "\\n$", [notbol, noteol])]).

split_and_replace() ->
    io:format("~p~n", [re:split("a1b22c", "\\d", [])]),
    io:format("~p~n", [re:split("a1b22c", "(\\d)", [group, {return, list}])]),
    io:format("~p~n", [re:split("a1b22c333", "\\d+", [trim, {parts, 3}, {return, list}])]),
    io:format("~p~n", [re:split("", "x", [{return, list}])]),
    io:format("~p~n", [re:split(<<"größe"/utf8>>, "", [unicode, {return, list}])]),
    io:format("~p~n", [catch re:split("ab", "", [{parts, infinity}, notempty, {return, binary}])]),
    io:format("~p~n", [re:replace("abcd", "[bc]", "<&\\0\\g0\\\\>", [global, {return, list}])]),
    io:format("~p~n", [re:replace("abcd", "(?<x>b)(c)?", "\\2\\g{1}", [{return, binary}])]),
    io:format("~p~n", [re:replace("abc", "x", "y", [])]),
    case erlang:system_info(otp_release) of
        "25" -> ok;
        _ -> replace_with_fun()
    end.

replace_with_fun() ->
    F = fun(Whole, Groups) -> io_lib:format("<~s:~p>", [Whole, Groups]) end,
    io:format("~p~n", [re:replace("abcacb", "a(b)?(c)?", F, [{return, list}])]),
    io:format("~p~n", [re:replace("abcacb", "a(b)?(c)?", F, [global, {return, list}])]),
    io:format("~p~n", [re:replace("größe", "[öß]", fun(<<C/utf8>>, []) -> [C + 1] end, [unicode, global, {return, list}])]).

unicode() ->
    Bad = [<<255>>, <<"a", 195>>, <<237, 160, 128>>, <<244, 144, 128, 128>>, <<192, 128>>],
    [io:format("~p ~p~n", [B, {run(B, "a", [unicode]), run("a", B, [unicode]), run(B, "a", [])}]) || B <- Bad],
    io:format("~p~n", [[catch element(1, re:compile(B, [unicode])) || B <- Bad]]),
    io:format("~tp~n", [run([1072, 1041], "(?i)аб", [unicode, {capture, first, list}])]),
    io:format("~tp~n", [run([1072, 1041], <<"(?i)аб"/utf8>>, [unicode, {capture, first, binary}])]),
    io:format("~p~n", [run([1072, 1041], "a", [])]),
    io:format("~p~n", [run("e\x{301}x", "\\X", [unicode, {capture, first, index}])]),
    io:format("~p~n", [run("١", "\\d", [unicode])]),
    io:format("~p~n", [run("١", "\\d", [unicode, ucp])]),
    io:format("~p~n", [run("\x{2028}", "\\R", [unicode])]),
    io:format("~p~n", [run("\x{2028}", "\\R", [unicode, bsr_anycrlf])]).

compiled() ->
    {ok, C} = re:compile(<<"(a)(b)?"/utf8>>, [unicode, caseless]),
    io:format("~p~n", [setelement(5, C, code)]),
    io:format("~p~n", [run(<<"xA">>, C, [{capture, all, list}])]),
    io:format("~p~n", [run("xA", C, [global])]),
    io:format("~p~n", [run("xA", C, [caseless])]),
    io:format("~p~n", [run("xA", C, [unicode])]),
    io:format("~p~n", [run("xA", C, [anchored])]),
    io:format("~p~n", [run("xA", C, [{newline, lf}])]),
    io:format("~p~n", [run("xA", setelement(5, C, <<"nonsense">>), [])]),
    io:format("~p~n", [run("xA", {re_pattern, 0, 0, 0}, [])]),
    io:format("~p~n", [re:split("xAy", C, [{return, list}])]),
    io:format("~p~n", [is_binary(re:version())]),
    export(catch re:compile("(?<n>b)+", [export, caseless])).

export({ok, E}) ->
    io:format("~p ~p~n", [element(1, E), tuple_size(E)]),
    io:format("~p~n", [run("aBb", E, [])]),
    {re_pattern, _, _, _, _} = I = re:import(E),
    io:format("~p~n", [run("aBb", I, [{capture, [n], list}])]),
    io:format("~p~n", [re:inspect(I, namelist)]),
    io:format("~p~n", [run("aBb", "b", [export])]),
    io:format("~p~n", [re:compile("(", [export])]),
    io:format("~p~n", [catch element(1, element(2, catch re:import({re_exported_pattern, 1, 2, 3, 4})))]),
    {re_exported_pattern, <<Title:8/binary, Sum:4/binary, V, U>> = H, _, Opts, Code} = E,
    <<Magic:4/binary, Major:16, Minor:16, Rest/binary>> = Code,
    Summed = fun(C) -> {<<Title/binary, (erlang:crc32(C)):32, V, U>>, <<"other">>, [], C} end,
    %% The code counts, where this node can read it; else the text and the options.
    [imported(Header, Text, Options, C) || {Header, Text, Options, C} <- [
        {H, <<"other">>, [], Code}, {H, "other", [nonsense], Code}, {H, <<"(">>, notbol, Code}, {<<H/binary, 0>>, x, [], Code},
        {<<Title/binary, Sum/binary, (V bxor 1), U>>, <<"other">>, Opts, Code},
        {<<Title/binary, "none", (V bxor 1), U>>, <<"other">>, Opts, none},
        {<<Title/binary, Sum/binary, (V bxor 1), U>>, <<"other">>, [nonsense], Code},
        {<<Title/binary, Sum/binary, (V bxor 1), U>>, "other", [], Code},
        {<<Title/binary, Sum/binary, (V bxor 1), U>>, <<"(">>, [], Code},
        {<<Title/binary, Sum/binary, V>>, <<"other">>, [], Code},
        {<<"re-PCRE3", Sum/binary, V, U>>, <<"other">>, [], Code},
        {<<Title/binary, "none", V, U>>, <<"other">>, [], Code},
        {H, <<"other">>, [], <<Code/binary, 1:1>>},
        Summed(<<Magic/binary, (Major + 1):16, Minor:16, Rest/binary>>),
        Summed(<<Magic/binary, Major:16, (Minor + 1):16, Rest/binary>>),
        Summed(<<Magic/binary, Major:16, Minor:16>>), Summed(Magic)]];
export({'EXIT', {Reason, _}}) ->
    io:format("~p~n", [Reason]).

imported(Header, Text, Options, Code) ->
    Result = try re:import({re_exported_pattern, Header, Text, Options, Code}) of
                 Pattern -> [run(Subject, Pattern, [{capture, first, list}]) || Subject <- ["aBb", "other", "OTHER"]]
             catch error:Reason -> Reason
             end,
    io:format("~p~n", [Result]).

limits() ->
    S = lists:duplicate(20, $a) ++ "b",
    [io:format("~p ~p~n", [N, run(S, "^(a+)+$", [{match_limit, N}, report_errors])]) || N <- [0, 1, 5, 1000]],
    [io:format("~p ~p~n", [N, run(S, "^(?:a(?=a)|ab)+?$", [{match_limit_recursion, N}, report_errors])]) || N <- [0, 1, 1000000]],
    io:format("~p~n", [run(S, "(*LIMIT_MATCH=3)^(a+)+$", [report_errors])]),
    [io:format("~s ~p~n", [P, run(S, P, [report_errors])]) || P <- ["(*LIMIT_HEAP=0)a", "(*LIMIT_HEAP=1)(a|b)+b", "(*LIMIT_HEAP=1000)(a|b)+b"]],
    io:format("~p~n", [run(S, "^(a+)+$", [{match_limit, 5}])]),
    io:format("~p~n", [run(S, "^(a+)+$", [{match_limit, -5}])]),
    io:format("~p~n", [run(S, "(", [report_errors])]),
    io:format("~p~n", [run(S, "(", [])]).

errors() ->
    Bad = ["(", ")", "[a", "a**", "(?<n", "\\", "(?P>x)", "(?z)", "[z-a]", "\\x{110000}", "(?<=a*)b", "(?(1)a|b|c)", "\\g{9}",
           "[[:nope:]]", "(*NOPE)", "\\p{Nope}", "a{2,1}", "(?1)", "\\k<x>", "(?'a'b)(?'a'c)", "\\c\x{e4}", "(?C256)"],
    [io:format("~s ~p~n", [P, re:compile(P)]) || P <- Bad],
    [io:format("~s ~p~n", [P, catch element(2, re:compile(P, [unicode]))]) || P <- Bad, hd(P) =:= $\\],
    [io:format("~p ~p~n", [O, catch element(1, element(2, catch re:compile("a", [O])))]) || O <- [nope, notbol, {newline, x}, {offset, 1}]].
