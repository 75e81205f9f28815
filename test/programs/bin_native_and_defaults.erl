%% native endianness, default types and sizes, unit and size 0
-module(bin_native_and_defaults).
-export([main/0]).
-import(prog, [id/1]).

main() ->
    Bin = id(<<1, 2>>),
    <<A:16/native>> = Bin,
    <<B:16/native>> = Bin,
    io:format("~p~n", [A =:= B]),
    io:format("~p~n", [<<258:16/native>> =:= <<258:16/little>> orelse <<258:16/native>> =:= <<258:16/big>>]),
    io:format("~p~n", [{<<1.5/float>>, <<1.5/float-native>> =:= <<1.5/float-little>>}]),
    io:format("~p~n", [[<<X/integer>> || X <- [255, 256, -1]]]),
    <<C/binary>> = id(<<"all">>),
    <<D:2/binary-unit:4, E/bits>> = id(<<"xyz">>),
    <<F:3/integer-unit:7, _/bits>> = id(<<255, 255, 255>>),
    io:format("~p~n", [{C, D, E, F}]),
    <<G:0, H:0/binary, I:0/bits, J/binary>> = id(<<"j">>),
    io:format("~p~n", [{G, H, I, J}]),
    io:format("~p~n", [<<(id(5)):0, (id(<<"abc">>)):0/binary>>]),
    io:format("~p~n", [<<(id(-3)):4/signed, (id(3)):4/unsigned>>]),
    io:format("~p~n", [[X || <<X:4/little-signed>> <= <<16#f7, 16#18>>]]).
