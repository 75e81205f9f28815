%% readers for CSV, INI files and query strings
-module(algo_csv_ini).
-export([main/0]).

main() ->
    io:format("~p~n", [csv(<<"a,b,c\r\n1,\"two, three\",\"say \"\"hi\"\"\"\n,,\nlast,\"multi\nline\",x">>)]),
    io:format("~p~n", [ini("[db]\nhost = localhost\n; comment\nport=5432\n\n[empty]\n[log]\nlevel = debug ; not stripped\n")]),
    io:format("~p~n", [uri_string:dissect_query("a=1&b=two+words&c=%C3%A4&d")]),
    io:format("~p~n", [maps:to_list(maps:without([], uri_string:parse("http://user@example.org:8080/a/b?q=1#frag"))) =/= []]),
    io:format("~p~n", [lists:sort(maps:to_list(uri_string:parse("foo://example.com:8042/over/there?name=ferret#nose")))]),
    io:format("~p~n", [uri_string:normalize("http://EXAMPLE.com/%7Euser/../a/./b")]),
    io:format("~p~n", [uri_string:resolve("../x", "http://a/b/c/d")]),
    io:format("~p~n", [uri_string:compose_query([{"k", "v w"}, {"ä", "&"}])]),
    io:format("~p~n", [path("/usr/lib/erlang.tar.gz")]).

csv(B) -> csv(B, [], []).
csv(<<>>, [], Rows) -> lists:reverse(Rows);
csv(B, Fields, Rows) ->
    {F, R} = field(B),
    case R of
        <<",", T/binary>> -> csv_more(T, [F | Fields], Rows);
        <<"\r\n", T/binary>> -> csv(T, [], [lists:reverse([F | Fields]) | Rows]);
        <<"\n", T/binary>> -> csv(T, [], [lists:reverse([F | Fields]) | Rows]);
        <<>> -> lists:reverse([lists:reverse([F | Fields]) | Rows])
    end.
csv_more(B, Fields, Rows) -> csv(B, Fields, Rows).

field(<<"\"", R/binary>>) -> quoted(R, <<>>);
field(B) -> plain(B, <<>>).
quoted(<<"\"\"", R/binary>>, A) -> quoted(R, <<A/binary, "\"">>);
quoted(<<"\"", R/binary>>, A) -> {A, R};
quoted(<<C, R/binary>>, A) -> quoted(R, <<A/binary, C>>).
plain(<<C, _/binary>> = R, A) when C =:= $,; C =:= $\r; C =:= $\n -> {A, R};
plain(<<C, R/binary>>, A) -> plain(R, <<A/binary, C>>);
plain(<<>>, A) -> {A, <<>>}.

ini(S) -> ini(string:split(S, "\n", all), none, []).
ini([], Cur, Acc) -> lists:reverse(flush_section(Cur, Acc));
ini([L | T], Cur, Acc) ->
    case string:trim(L) of
        "" -> ini(T, Cur, Acc);
        ";" ++ _ -> ini(T, Cur, Acc);
        "[" ++ N -> ini(T, {string:trim(N, trailing, "]"), []}, flush_section(Cur, Acc));
        KV ->
            [K, V] = string:split(KV, "="),
            {N, KVs} = Cur,
            ini(T, {N, [{string:trim(K), string:trim(V)} | KVs]}, Acc)
    end.
flush_section(none, Acc) -> Acc;
flush_section({N, KVs}, Acc) -> [{N, lists:reverse(KVs)} | Acc].

path(P) -> [filename:basename(P), filename:dirname(P), filename:extension(P), filename:rootname(P), filename:join(["a", "/b", "c"]), filename:split("/a/b"), filename:basename(P, ".gz"), filename:flatten(["a", b])].
