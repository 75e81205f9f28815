%% a binary that grows in a loop, and what shares its beginning
-module(bin_append_loop).
-export([main/0]).
-import(prog, [id/1]).

main() ->
    B = lists:foldl(fun(I, A) -> <<A/binary, I>> end, <<>>, lists:seq(1, 300)),
    io:format("~p ~p~n", [byte_size(B), erlang:md5(B)]),
    X = lists:foldl(fun(I, A) -> <<A/binary, I:32>> end, <<"start">>, lists:seq(1, 10000)),
    io:format("~p ~p~n", [byte_size(X), erlang:crc32(X)]),
    Base = id(<<"base">>),
    A1 = <<Base/binary, 1>>,
    A2 = <<Base/binary, 2>>,
    A3 = <<A1/binary, 3>>,
    A4 = <<A1/binary, 4>>,
    io:format("~p~n", [{Base, A1, A2, A3, A4}]),
    Bits = lists:foldl(fun(I, A) -> <<A/bits, (I band 7):3>> end, <<>>, lists:seq(1, 1000)),
    io:format("~p ~p~n", [bit_size(Bits), erlang:phash2(Bits)]),
    P = self(),
    spawn(fun() -> P ! {other, <<A3/binary, "other">>} end),
    C = <<A3/binary, "mine">>,
    receive {other, O} -> io:format("~p ~p ~p~n", [O, C, A3]) end,
    io:format("~p~n", [erlang:crc32(rep(<<>>, 0, 2000))]).

rep(B, N, N) -> B;
rep(B, I, N) -> rep(<<B/binary, (integer_to_binary(I))/binary, $,>>, I + 1, N).
