%% string:length, reverse, case, trim, pad and slices
-module(str_basic).
-export([main/0]).

main() ->
    S = "Héllo Wörld",
    io:format("~tp~n", [[string:length(S), string:reverse(S), string:uppercase(S), string:lowercase(S), string:titlecase("hello"), string:casefold("STRAßE")]]),
    io:format("~tp~n", [[string:trim("  x y  "), string:trim("  x", leading), string:trim("xxaxx", both, "x"), string:trim(<<" bin\n">>), string:chomp("line\r\n")]]),
    io:format("~tp~n", [[lists:flatten(string:pad("ab", 5)), lists:flatten(string:pad("ab", 5, leading, $*)), lists:flatten(string:pad("ab", 5, both)), lists:flatten(string:pad("toolong", 3))]]),
    io:format("~tp~n", [[string:slice(S, 2), string:slice(S, 2, 3), string:slice(<<"binary">>, 1, 3), string:slice("abc", 5)]]),
    io:format("~tp~n", [[string:is_empty(""), string:is_empty([<<>>]), string:equal("abc", <<"abc">>), string:equal("ABC", "abc", true)]]),
    io:format("~tp~n", [[string:next_codepoint("äb"), string:next_grapheme([$e, 16#301, $x]), string:to_graphemes([$e, 16#301, $x]), string:length([$e, 16#301])]]),
    io:format("~tp~n", [[string:take("abc123", lists:seq($a, $z)), string:take("abc123", "0123456789", true), string:take("abc123", "321", false, trailing)]]),
    io:format("~tp~n", [[string:to_integer("12x"), string:to_float("1.5e3x"), string:to_integer("x")]]).
