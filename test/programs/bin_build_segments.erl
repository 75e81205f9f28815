%% binaries, bitstrings, floats and strings put together
-module(bin_build_segments).
-export([main/0]).
-import(prog, [id/1]).

main() ->
    B = id(<<"abc">>),
    Bits = id(<<5:3>>),
    io:format("~w~n", [<<B/binary, B/binary>>]),
    io:format("~w~n", [<<Bits/bits, B/binary>>]),
    io:format("~w~n", [<<B/binary, Bits/bits, Bits/bitstring, 1:2>>]),
    io:format("~w~n", [<<B:2/binary, (id(<<"xyz">>)):1/binary>>]),
    io:format("~w~n", [<<(id(1.5))/float, (id(1.5)):32/float, (id(1.5)):16/float, (id(1.5))/float-little, (id(3)):32/float>>]),
    io:format("~w~n", [<<"lit", $x, "äö"/utf8, "äö", "ab"/little-utf16, "ab":16>>]),
    io:format("~w~n", [<<(id(<<1, 2>>))/bytes, 7:4, (id(<<3:4>>))/bits>>]),
    io:format("~w~n", [<<Bits:2/bits, 0:6>>]),
    io:format("~w~n", [<<(id(-1.0e-5)):32/float-little, (id(1.0e30)):32/float, (id(65504.0)):16/float, (id(1.0e-7)):16/float>>]),
    X = <<1, 2, 3, 4>>,
    io:format("~w~n", [[<<X:N/binary>> || N <- [0, 1, 4]]]).
