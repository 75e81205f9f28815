%% md5, crc32 and adler32 of iolists, in one go and in pieces
-module(bin_checksums).
-export([main/0]).
-import(prog, [id/1, show/2]).

main() ->
    D = [<<>>, <<"a">>, <<"abc">>, "message digest", [<<"abc">>, $d, [[<<"ef">>]]], binary:copy(<<"x">>, 1000)],
    [io:format("~w ~p ~p~n", [erlang:md5(X), erlang:crc32(X), erlang:adler32(X)]) || X <- D],
    C = erlang:md5_update(erlang:md5_update(erlang:md5_init(), "mess"), <<"age digest">>),
    io:format("~p~n", [erlang:md5_final(C) =:= erlang:md5("message digest")]),
    io:format("~p~n", [erlang:crc32(erlang:crc32("mess"), "age digest") =:= erlang:crc32("message digest")]),
    io:format("~p~n", [erlang:crc32_combine(erlang:crc32("mess"), erlang:crc32("age digest"), 10) =:= erlang:crc32("message digest")]),
    io:format("~p~n", [erlang:adler32_combine(erlang:adler32("mess"), erlang:adler32("age digest"), 10) =:= erlang:adler32("message digest")]),
    io:format("~p~n", [erlang:md5_final(lists:foldl(fun(I, X) -> erlang:md5_update(X, binary:copy(<<I>>, I)) end, erlang:md5_init(), lists:seq(0, 200)))]),
    show("md5 atom", fun() -> erlang:md5(a) end),
    show("crc bits", fun() -> erlang:crc32(id(<<1:3>>)) end).
