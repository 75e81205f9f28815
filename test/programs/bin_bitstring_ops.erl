%% bit_size, byte_size, split, part, copy and conversion of bitstrings
-module(bin_bitstring_ops).
-export([main/0]).
-import(prog, [id/1, show/2]).

main() ->
    Bs = [<<>>, <<1>>, <<1:1>>, <<16#abc:12>>, <<"hello">>, <<0:7>>, <<255, 1:2>>],
    [io:format("~w: ~w ~w ~w ~w~n", [B, bit_size(B), byte_size(B), bitstring_to_list(B), list_to_bitstring([B, B])]) || B <- Bs],
    B = id(<<"hello world">>),
    io:format("~p~n", [[split_binary(B, 5), split_binary(B, 0), split_binary(B, 11), binary_part(B, 0, 5), binary_part(B, 11, -5), binary_part(B, {6, 5})]]),
    show("split too far", fun() -> split_binary(B, 12) end),
    show("part", fun() -> binary_part(B, 5, 10) end),
    show("part negative", fun() -> binary_part(B, -1, 1) end),
    io:format("~p~n", [[binary_to_list(B, 1, 5), binary_to_list(B), list_to_binary([104, <<"ell">>, [[$o]]])]]),
    show("to list", fun() -> binary_to_list(id(<<1:3>>)) end),
    show("256", fun() -> list_to_binary([256]) end),
    show("-1", fun() -> list_to_bitstring([-1]) end),
    show("bits in list_to_binary", fun() -> list_to_binary([<<1:3>>]) end),
    show("improper tail", fun() -> list_to_binary([1 | <<"ab">>]) end),
    show("atom", fun() -> iolist_to_binary([a]) end),
    io:format("~p~n", [[iolist_size([1, <<"abc">>, [[], "de" | <<"f">>]]), iolist_to_binary(<<"x">>), iolist_to_binary([])]]).
