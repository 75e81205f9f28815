%% utf8, utf16 and utf32 segments, valid and not
-module(bin_match_utf).
-export([main/0]).
-import(prog, [id/1, show/2]).

main() ->
    Cs = [$a, 16#7f, 16#80, 16#7ff, 16#800, 16#d7ff, 16#e000, 16#ffff, 16#10000, 16#10ffff],
    [io:format("~p ~p ~p ~p ~p ~p~n", [C, <<C/utf8>>, <<C/utf16>>, <<C/utf16-little>>, <<C/utf32>>, <<C/utf32-little>>]) || C <- Cs],
    [true = Cs =:= [X || <<X/utf8>> <= << <<C/utf8>> || C <- Cs >>]],
    [true = Cs =:= [X || <<X/utf16>> <= << <<C/utf16>> || C <- Cs >>]],
    [true = Cs =:= [X || <<X/utf32-little>> <= << <<C/utf32-little>> || C <- Cs >>]],
    Bad = [<<16#c0, 16#80>>, <<16#e0, 16#80, 16#80>>, <<16#ed, 16#a0, 16#80>>, <<16#f4, 16#90, 16#80, 16#80>>, <<16#80>>, <<16#c3>>, <<16#ff>>, <<16#e2, 16#82>>, <<16#c3, 16#28>>, <<16#f8, 16#88, 16#80, 16#80, 16#80>>],
    io:format("~p~n", [[u8(id(B)) || B <- Bad]]),
    io:format("~p~n", [[u16(id(B)) || B <- [<<16#d8, 0>>, <<16#d8, 0, 16#dc, 0>>, <<16#dc, 0, 16#d8, 0>>, <<16#d8, 0, 0, 65>>, <<0>>, <<0, 65>>]]]),
    io:format("~p~n", [[u32(id(B)) || B <- [<<0, 0, 16#d8, 0>>, <<0, 16#11, 0, 0>>, <<0, 16#10, 16#ff, 16#ff>>, <<0, 0, 0>>]]]),
    [show(io_lib:format("~p", [C]), fun() -> <<(id(C))/utf8>> end) || C <- [-1, 16#d800, 16#110000, a, 1.0]],
    [show(io_lib:format("~p", [C]), fun() -> <<(id(C))/utf16>> end) || C <- [16#dfff, 1 bsl 70]],
    <<_:4, X/utf8, _/bits>> = id(<<0:4, 16#20ac/utf8, 0:4>>),
    io:format("~p~n", [X]).

u8(<<C/utf8, R/binary>>) -> {C, R};
u8(_) -> invalid.
u16(<<C/utf16, R/binary>>) -> {C, R};
u16(_) -> invalid.
u32(<<C/utf32, R/binary>>) -> {C, R};
u32(_) -> invalid.
