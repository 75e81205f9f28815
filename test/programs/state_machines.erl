%% traffic lights, vending machine and a parser of nested comments
-module(state_machines).
-export([main/0]).

main() ->
    io:format("~w~n", [lights(red, 7)]),
    io:format("~w~n", [vend([10, 20, cola, 50, 50, cola, refund, 5, refund])]),
    io:format("~s~n", [strip("a /* b /* nested */ c */ d // line\ne \"/* str */\" f")]),
    io:format("~w~n", [tokens("if (x >= 10) { y = x + 1; } elsewhere { z = \"s t\"; }")]),
    io:format("~w~n", [turing([1, 0, 1, 1])]).

lights(_, 0) -> [];
lights(S, N) -> [S | lights(maps:get(S, #{red => green, green => yellow, yellow => red}), N - 1)].

vend(Es) -> vend(Es, 0, []).
vend([], C, Out) -> {C, lists:reverse(Out)};
vend([N | T], C, Out) when is_integer(N) -> vend(T, C + N, Out);
vend([refund | T], C, Out) -> vend(T, 0, [{coins, C} | Out]);
vend([Item | T], C, Out) when C >= 60 -> vend(T, C - 60, [Item | Out]);
vend([Item | T], C, Out) -> vend(T, C, [{too_little, Item, C} | Out]).

strip(S) -> strip(S, code).
strip([], _) -> [];
strip("/*" ++ T, code) -> strip(T, {comment, 1});
strip("/*" ++ T, {comment, N}) -> strip(T, {comment, N + 1});
strip("*/" ++ T, {comment, 1}) -> strip(T, code);
strip("*/" ++ T, {comment, N}) -> strip(T, {comment, N - 1});
strip("//" ++ T, code) -> strip(T, line);
strip([$\n | T], line) -> [$\n | strip(T, code)];
strip([$" | T], code) -> [$" | strip(T, string)];
strip([$" | T], string) -> [$" | strip(T, code)];
strip([C | T], S) when S =:= code; S =:= string -> [C | strip(T, S)];
strip([_ | T], S) -> strip(T, S).

tokens([]) -> [];
tokens([C | T]) when C =:= $\s -> tokens(T);
tokens(">=" ++ T) -> ['>=' | tokens(T)];
tokens([$" | T]) -> {S, [$" | R]} = lists:splitwith(fun(C) -> C =/= $" end, T), [{string, length(S)} | tokens(R)];
tokens([C | _] = S) when C >= $a, C =< $z -> {W, R} = lists:splitwith(fun(X) -> X >= $a andalso X =< $z end, S), [list_to_atom(W) | tokens(R)];
tokens([C | _] = S) when C >= $0, C =< $9 -> {W, R} = lists:splitwith(fun(X) -> X >= $0 andalso X =< $9 end, S), [list_to_integer(W) | tokens(R)];
tokens([C | T]) -> [list_to_atom([C]) | tokens(T)].

turing(Bits) -> turing(right, {[], Bits}).
turing(right, {L, []}) -> turing(carry, {tl([x | L]), []}, L);
turing(right, {L, [B | R]}) -> turing(right, {[B | L], R}).
turing(carry, _, L) -> lists:reverse(inc(L)).
inc([]) -> [1];
inc([0 | T]) -> [1 | T];
inc([1 | T]) -> [0 | inc(T)].
