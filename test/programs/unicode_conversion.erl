%% characters_to_list and characters_to_binary with all encodings and broken input
-module(unicode_conversion).
-export([main/0]).
-import(prog, [id/1, show/2]).

main() ->
    In = ["abc", <<"äöü"/utf8>>, [228, 246], "αβγ", [16#1F600], ["a", [<<"b">>, [$c | <<"d">>]]], <<>>, []],
    [io:format("~w ~w ~w~n", [unicode:characters_to_binary(I), unicode:characters_to_list(I), unicode:characters_to_binary(I, unicode, utf16)]) || I <- In],
    [io:format("~w~n", [unicode:characters_to_binary("aä€😀", unicode, E)]) || E <- [utf8, {utf16, big}, {utf16, little}, {utf32, big}, {utf32, little}, latin1]],
    [io:format("~w~n", [unicode:characters_to_list(B, E)]) || {B, E} <- [{<<"ä">>, latin1}, {<<0, 65, 216, 61, 222, 0>>, utf16}, {<<65, 0>>, {utf16, little}}, {<<0, 0, 0, 65>>, utf32}, {<<216, 61>>, utf16}, {<<0, 0, 216, 0>>, utf32}, {<<65>>, utf16}]],
    [io:format("~w~n", [unicode:characters_to_list(B)]) || B <- [<<255>>, <<"ab", 195>>, <<"ab", 195, 40, "cd">>, [<<"ok">>, <<237, 160, 128>>], ["a", 16#d800], ["a", -1], [<<226, 130>>, <<172>>], [<<226, 130>>, $x]]],
    [io:format("~w~n", [unicode:characters_to_binary(B)]) || B <- [<<255>>, <<"ab", 195>>, ["a", 16#110000], [<<226, 130>>, <<172>>]]],
    io:format("~w~n", [unicode:characters_to_binary(<<"ä">>, latin1, utf8)]),
    io:format("~w~n", [[unicode:bom_to_encoding(<<16#ef, 16#bb, 16#bf, "x">>), unicode:bom_to_encoding(<<16#fe, 16#ff>>), unicode:bom_to_encoding(<<"abc">>), unicode:encoding_to_bom(utf8), unicode:encoding_to_bom({utf32, little})]]),
    show("bad data", fun() -> unicode:characters_to_list(id(a)) end),
    show("bad element", fun() -> unicode:characters_to_binary([a]) end),
    show("bad encoding", fun() -> unicode:characters_to_binary("a", unicode, nosuch) end),
    show("bits", fun() -> unicode:characters_to_list(<<1:3>>) end).
