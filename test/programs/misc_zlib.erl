%% compress, gzip and streams of zlib
-module(misc_zlib).
-export([main/0]).
-import(prog, [show/2]).

main() ->
    D = binary:copy(<<"hello zlib, hello gluon. ">>, 40),
    [io:format("~p ~p~n", [N, {byte_size(C), erlang:md5(C)}]) || {N, C} <- [{compress, zlib:compress(D)}, {zip, zlib:zip(D)}]],
    io:format("~p~n", [zlib:uncompress(zlib:compress(D)) =:= D]),
    io:format("~p~n", [zlib:gunzip(zlib:gzip(D)) =:= D]),
    io:format("~p~n", [zlib:unzip(zlib:zip(D)) =:= D]),
    Z = zlib:open(),
    ok = zlib:deflateInit(Z, best_compression),
    B1 = zlib:deflate(Z, <<"part one ">>),
    B2 = zlib:deflate(Z, [<<"part ">>, "two"], finish),
    ok = zlib:deflateEnd(Z),
    zlib:close(Z),
    All = iolist_to_binary([B1, B2]),
    io:format("~p~n", [zlib:uncompress(All)]),
    I = zlib:open(),
    zlib:inflateInit(I),
    io:format("~p~n", [iolist_to_binary([zlib:inflate(I, P) || <<P:3/binary>> <= <<All/binary, 0:((3 - byte_size(All) rem 3) rem 3 * 8)>>])]),
    zlib:close(I),
    show("bad data", fun() -> zlib:uncompress(<<"not compressed">>) end),
    show("truncated", fun() -> zlib:uncompress(binary:part(All, 0, 8)) end),
    show("gunzip", fun() -> zlib:gunzip(<<"x">>) end),
    Big = binary:copy(list_to_binary(lists:seq(0, 255)), 2000),
    io:format("~p~n", [begin C = zlib:compress(Big), {byte_size(C), erlang:crc32(C), zlib:uncompress(C) =:= Big} end]).
