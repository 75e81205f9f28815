%% grapheme clusters, normalisation and case beyond Latin
-module(str_unicode).
-export([main/0]).

main() ->
    Flag = [16#1F1E9, 16#1F1EA],
    Family = [16#1F468, 16#200D, 16#1F469, 16#200D, 16#1F467],
    io:format("~w~n", [[string:length(X) || X <- [Flag, Family, [$a, 16#308], "\r\n", [16#1100, 16#1161, 16#11A8], [16#0E01, 16#0E33], "abc"]]]),
    io:format("~w~n", [[string:to_graphemes(X) || X <- [Flag ++ "x", [$a, 16#308, $b], "a\r\nb"]]]),
    io:format("~w~n", [[unicode:characters_to_nfd_list("éǖ가"), unicode:characters_to_nfc_list([$e, 16#301, 16#1100, 16#1161]), unicode:characters_to_nfkc_list("ﬁ①"), unicode:characters_to_nfkd_binary("é")]]),
    io:format("~tw~n", [[string:uppercase("straße ǆ ﬁ αβγς ä"), string:lowercase("ÄÖÜ ΑΒΓΣ İ"), string:titlecase("ǆx"), string:casefold("ΑΣ ß")]]),
    io:format("~w~n", [[string:reverse([$a, $e, 16#301, $b]), string:equal([$e, 16#301], [16#e9]), string:equal([$e, 16#301], [16#e9], false, nfc)]]),
    io:format("~w~n", [[string:slice([$e, 16#301, $x, $y], 1, 1), string:pad([16#1F600], 3)]]).
