%% a JSON reader and writer
-module(algo_json).
-export([main/0]).
-import(prog, [try_call/1, normal/1]).

main() ->
    Text = <<"{\"name\": \"Gl\\u00fcon\", \"tags\": [1, 2.5, -3e2, true, false, null], \"nested\": {\"a\": {}, \"b\": []}, \"esc\": \"q\\\"\\n\\t\\\\/\", \"emoji\": \"\\ud83d\\ude00\"}">>,
    {V, <<>>} = value(Text),
    io:format("~tp~n", [normal(V)]),
    io:format("~ts~n", [write(V)]),
    {V2, _} = value(unicode:characters_to_binary(write(V))),
    io:format("~p~n", [V2 =:= V]),
    [io:format("~p~n", [element(1, try_call(fun() -> value(B) end))]) || B <- [<<"[1,">>, <<"{\"a\"}">>, <<"tru">>, <<"\"open">>, <<"">>]].

value(<<C, R/binary>>) when C =:= $\s; C =:= $\n; C =:= $\t -> value(R);
value(<<"{", R/binary>>) -> object(ws(R), #{});
value(<<"[", R/binary>>) -> array(ws(R), []);
value(<<"\"", R/binary>>) -> string(R, <<>>);
value(<<"true", R/binary>>) -> {true, R};
value(<<"false", R/binary>>) -> {false, R};
value(<<"null", R/binary>>) -> {null, R};
value(B) -> number(B, <<>>).

ws(<<C, R/binary>>) when C =< $\s -> ws(R);
ws(B) -> B.

object(<<"}", R/binary>>, M) -> {M, R};
object(<<"\"", R/binary>>, M) ->
    {K, R1} = string(R, <<>>),
    <<":", R2/binary>> = ws(R1),
    {V, R3} = value(R2),
    case ws(R3) of
        <<",", R4/binary>> -> object(ws(R4), M#{K => V});
        <<"}", R4/binary>> -> {M#{K => V}, R4}
    end.

array(<<"]", R/binary>>, Acc) -> {lists:reverse(Acc), R};
array(B, Acc) ->
    {V, R} = value(B),
    case ws(R) of
        <<",", R1/binary>> -> array(ws(R1), [V | Acc]);
        <<"]", R1/binary>> -> {lists:reverse([V | Acc]), R1}
    end.

string(<<"\"", R/binary>>, Acc) -> {Acc, R};
string(<<"\\u", H:4/binary, R/binary>>, Acc) ->
    case binary_to_integer(H, 16) of
        Hi when Hi >= 16#d800, Hi < 16#dc00 ->
            <<"\\u", L:4/binary, R1/binary>> = R,
            C = 16#10000 + ((Hi - 16#d800) bsl 10) + binary_to_integer(L, 16) - 16#dc00,
            string(R1, <<Acc/binary, C/utf8>>);
        C -> string(R, <<Acc/binary, C/utf8>>)
    end;
string(<<"\\", C, R/binary>>, Acc) ->
    E = case C of $n -> $\n; $t -> $\t; _ -> C end,
    string(R, <<Acc/binary, E>>);
string(<<C/utf8, R/binary>>, Acc) -> string(R, <<Acc/binary, C/utf8>>).

number(<<C, R/binary>>, Acc) when C >= $0, C =< $9; C =:= $-; C =:= $+; C =:= $.; C =:= $e; C =:= $E -> number(R, <<Acc/binary, C>>);
number(R, Acc) ->
    N = case {binary:match(Acc, <<".">>), binary:split(Acc, <<"e">>)} of
            {nomatch, [I]} -> binary_to_integer(I);
            {nomatch, [M, E]} -> binary_to_float(<<M/binary, ".0e", E/binary>>);
            _ -> binary_to_float(Acc)
        end,
    {N, R}.

write(M) when is_map(M) -> ["{", lists:join(",", [[write(K), ":", write(V)] || {K, V} <- lists:sort(maps:to_list(M))]), "}"];
write(L) when is_list(L) -> ["[", lists:join(",", [write(X) || X <- L]), "]"];
write(B) when is_binary(B) -> [$", [esc(C) || <<C/utf8>> <= B], $"];
write(A) when is_atom(A) -> atom_to_list(A);
write(N) when is_integer(N) -> integer_to_list(N);
write(F) -> float_to_list(F, [short]).

esc($") -> "\\\"";
esc($\\) -> "\\\\";
esc($\n) -> "\\n";
esc($\t) -> "\\t";
esc(C) -> C.
