%% sizes that are variables, expressions, too large or negative
-module(bin_match_sizes).
-export([main/0]).
-import(prog, [id/1, show/2]).

main() ->
    io:format("~p~n", [[packet(id(B)) || B <- [<<3, "abcdef">>, <<0>>, <<5, "abc">>, <<>>, <<2, "ab">>]]]),
    io:format("~p~n", [sized(id(<<4:8, 16#f:4, 1:4>>))]),
    io:format("~p~n", [[neg(N, <<1, 2, 3>>) || N <- [0, 1, 3, 4, -1, 1 bsl 60, 1 bsl 70, a, 1.0]]]),
    io:format("~p~n", [[unit(N, <<1:40>>) || N <- [0, 1, 2, 3]]]),
    N = id(2),
    <<X:N/unit:8, _/binary>> = id(<<1, 2, 3>>),
    io:format("~p~n", [X]),
    F = fun(Size, B) -> case B of <<Y:Size, _/bits>> -> Y; _ -> nomatch end end,
    io:format("~p~n", [[F(S, <<16#ffff:16>>) || S <- [0, 4, 16, 17, -3]]]),
    io:format("~p~n", [[catch huge(id(B)) || B <- [<<7>>, <<7, 8>>, <<7, 0:200>>]]]),
    Minus = id(-1),
    show("badmatch", fun() -> <<_:Minus, _/bits>> = id(<<1>>) end).

%% Never matches: there is no binary of 16 EiB.
huge(<<B, _:16#1_0000_0000_0000_0000>>) -> B;
huge(<<B, C, _:16#ffff_ffff_ffff_fff0/unit:8, _/bits>>) -> {B, C};
huge(<<B, _/bits>>) -> [B].

packet(<<L, B:L/binary, Rest/binary>>) -> {B, Rest};
packet(B) -> {short, B}.

sized(<<S, A:S, B:(S * 1)>>) -> {S, A, B}.

neg(N, B) ->
    case B of
        <<X:N/binary, R/binary>> -> {X, R};
        _ -> no
    end.

unit(N, B) ->
    case B of
        <<X:N/integer-unit:16, R/bits>> -> {X, bit_size(R)};
        _ -> no
    end.
