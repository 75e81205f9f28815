%% what cannot be put into a binary
-module(bin_build_errors).
-export([main/0]).
-import(prog, [id/1, show/2]).

main() ->
    show("atom as integer", fun() -> <<(id(a)):8>> end),
    show("float as integer", fun() -> <<(id(1.0)):8>> end),
    show("integer as binary", fun() -> <<(id(1))/binary>> end),
    show("bits as binary", fun() -> <<(id(<<1:3>>))/binary>> end),
    show("too short", fun() -> <<(id(<<1, 2>>)):3/binary>> end),
    show("negative size", fun() -> <<1:(id(-1))>> end),
    show("atom size", fun() -> <<1:(id(a))>> end),
    show("float size", fun() -> <<1.0:(id(24))/float>> end),
    show("float overflow 32", fun() -> <<(id(1.0e300)):32/float>> end),
    show("float overflow 16", fun() -> <<(id(70000.0)):16/float>> end),
    show("big as float", fun() -> <<(id(1 bsl 1100))/float>> end),
    show("list as binary", fun() -> <<(id("abc"))/binary>> end),
    show("atom as float", fun() -> <<(id(a))/float>> end),
    show("bignum size", fun() -> <<1:(id(1 bsl 70))>> end),
    show("binary as integer", fun() -> <<(id(<<1>>))>> end),
    show("after good ones", fun() -> <<1, 2, (id(<<"ok">>))/binary, (id(x))/binary>> end).
