%% word wrap, Roman numerals, Morse, Caesar, Soundex and anagrams
-module(algo_text).
-export([main/0]).

main() ->
    io:format("~s~n", [wrap(string:lexemes("Programs must be written for people to read, and only incidentally for machines to execute.", " "), 30)]),
    io:format("~p~n", [[roman(N) || N <- [1, 4, 9, 14, 40, 90, 400, 1994, 2024, 3999]]]),
    io:format("~p~n", [[unroman(roman(N)) =:= N || N <- [1, 4, 49, 1994, 3888]]]),
    io:format("~s~n", [morse("sos gluon")]),
    io:format("~s~n", [caesar("Hello, World!", 3)]),
    io:format("~p~n", [[soundex(W) || W <- ["Robert", "Rupert", "Ashcraft", "Tymczak", "Pfister", "Honeyman"]]]),
    io:format("~p~n", [anagrams(["listen", "silent", "enlist", "google", "elgoog", "abc"])]),
    io:format("~p~n", [[spell(N) || N <- [0, 7, 13, 42, 100, 342, 1001, 1000000, 987654321]]]),
    io:format("~p~n", [[money(N) || N <- [0, 5, 123, 123456, -98765432]]]),
    io:format("~p~n", [pig("quick brown apple")]).

wrap(Ws, W) -> wrap(Ws, W, "").
wrap([], _, L) -> L;
wrap([H | T], W, "") -> wrap(T, W, H);
wrap([H | T], W, L) when length(L) + length(H) < W -> wrap(T, W, L ++ " " ++ H);
wrap(Ws, W, L) -> L ++ "\n" ++ wrap(Ws, W, "").

roman(N) -> roman(N, [{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}]).
roman(0, _) -> "";
roman(N, [{V, S} | _] = L) when N >= V -> S ++ roman(N - V, L);
roman(N, [_ | T]) -> roman(N, T).
unroman(S) -> unroman([maps:get(C, #{$I => 1, $V => 5, $X => 10, $L => 50, $C => 100, $D => 500, $M => 1000}) || C <- S], 0).
unroman([A, B | T], S) when A < B -> unroman([B | T], S - A);
unroman([A | T], S) -> unroman(T, S + A);
unroman([], S) -> S.

morse(S) ->
    M = #{$s => "...", $o => "---", $g => "--.", $l => ".-..", $u => "..-", $n => "-.", $\s => "/"},
    lists:join(" ", [maps:get(C, M) || C <- S]).

caesar(S, K) -> [if C >= $a, C =< $z -> (C - $a + K) rem 26 + $a; C >= $A, C =< $Z -> (C - $A + K) rem 26 + $A; true -> C end || C <- S].

soundex([H | T]) ->
    Cs = [code(C) || C <- [H | T]],
    [string:to_upper(H) | lists:sublist([D || D <- tl(dedup(Cs)), D =/= $0, D =/= $-] ++ "000", 3)].
code(C) ->
    case lists:member(string:to_lower(C), "bfpv") of
        true -> $1;
        false -> code2(string:to_lower(C))
    end.
code2(C) when C =:= $c; C =:= $g; C =:= $j; C =:= $k; C =:= $q; C =:= $s; C =:= $x; C =:= $z -> $2;
code2(C) when C =:= $d; C =:= $t -> $3;
code2($l) -> $4;
code2(C) when C =:= $m; C =:= $n -> $5;
code2($r) -> $6;
code2(C) when C =:= $h; C =:= $w -> $-;
code2(_) -> $0.
dedup([A, $-, A | T]) -> dedup([A | T]);
dedup([A, A | T]) -> dedup([A | T]);
dedup([A | T]) -> [A | dedup(T)];
dedup([]) -> [].

anagrams(L) -> lists:sort(maps:values(lists:foldl(fun(W, M) -> maps:update_with(lists:sort(W), fun(Ws) -> Ws ++ [W] end, [W], M) end, #{}, L))).

spell(N) when N < 20 -> lists:nth(N + 1, ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]);
spell(N) when N < 100 -> lists:nth(N div 10 - 1, ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]) ++ case N rem 10 of 0 -> ""; R -> "-" ++ spell(R) end;
spell(N) when N < 1000 -> spell(N, 100, " hundred");
spell(N) when N < 1000000 -> spell(N, 1000, " thousand");
spell(N) -> spell(N, 1000000, " million").
spell(N, U, S) -> spell(N div U) ++ S ++ case N rem U of 0 -> ""; R -> " " ++ spell(R) end.

money(N) when N < 0 -> "-" ++ money(-N);
money(N) -> group(integer_to_list(N div 100)) ++ io_lib:format(".~2..0w", [N rem 100]).
group(S) when length(S) > 3 -> {A, B} = lists:split(length(S) - 3, S), group(A) ++ "," ++ B;
group(S) -> S.

pig(S) -> string:join([pig1(W) || W <- string:lexemes(S, " ")], " ").
pig1([$q, $u | T]) -> T ++ "quay";
pig1([C | T] = W) ->
    case lists:member(C, "aeiou") of
        true -> W ++ "way";
        false -> pig2(T, [C])
    end.
pig2([C | T] = W, P) ->
    case lists:member(C, "aeiou") of
        true -> W ++ P ++ "ay";
        false -> pig2(T, P ++ [C])
    end.
