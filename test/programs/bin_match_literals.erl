%% literal strings, integers and bit patterns inside binary patterns
-module(bin_match_literals).
-export([main/0]).
-import(prog, [id/1]).

main() ->
    Png = <<16#89, "PNG\r\n", 16#1a, "\n", 0, 0, 0, 13, "IHDR", 640:32, 480:32, 8, 2, 0, 0, 0>>,
    io:format("~p~n", [[file(id(B)) || B <- [Png, <<"GIF89a", 3:16/little, 4:16/little>>, <<"%PDF-1.4">>, <<16#7f, "ELF", 2, 1>>, <<"\x{e4}"/utf8>>, <<"äx"/utf8>>, <<0:7>>, <<"zz">>]]]),
    io:format("~p~n", [[utf16(id(B)) || B <- [<<16#fe, 16#ff, 0, 65>>, <<16#ff, 16#fe, 65, 0>>, <<65>>]]]),
    io:format("~p~n", [flags(<<2#1010_0110, 2#01:2>>)]).

file(<<16#89, "PNG\r\n\x1a\n", _:32, "IHDR", W:32, H:32, Depth, _/binary>>) -> {png, W, H, Depth};
file(<<"GIF", V:3/binary, W:16/little, H:16/little, _/binary>>) -> {gif, V, W, H};
file(<<"%PDF-", Major, ".", Minor, _/binary>>) -> {pdf, Major - $0, Minor - $0};
file(<<127, "ELF", Class, _/binary>>) -> {elf, Class};
file(<<"äx"/utf8, _/binary>>) -> a_umlaut_x;
file(<<"ä"/utf8, _/binary>>) -> a_umlaut;
file(<<0:7>>) -> seven;
file(_) -> unknown.

utf16(<<16#feff:16, R/binary>>) -> {big, [C || <<C/utf16>> <= R]};
utf16(<<16#feff:16/little, R/binary>>) -> {little, [C || <<C/utf16-little>> <= R]};
utf16(_) -> none.

flags(<<1:1, A:1, 1:1, B:1, 0:1, C:2, D:1, 1:2>>) -> {A, B, C, D};
flags(_) -> other.
