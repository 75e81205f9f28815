%% erl_scan:string on all kinds of tokens and errors
%% release-dependent: erl_scan's error descriptors have changed
-module(erl_scan_tokens).
-export([main/0]).

main() ->
    Ss = ["foo(X, 1) -> {X + 2.5, \"str\", 'q a', $a, $\\n}.", "16#ff 2#101 1_000 1.0e-3 36#zz", "X =:= Y, A =/= B, C == D, E /= F, G =< H, I >= J", "<<1:8/little>> || <- <= := => :: .. ...", "% comment\nfoo.", "\"esc \\x41 \\x{263a} \\101 \\e\"", "fun() -> ok end, case of if receive after try catch begin", "#rec{a=1} ?MACRO -spec f() -> ok.", "'atom\\'s' \"line\\\ncont\"", "a.b. c", "\x{3b1}b Äx ñ"],
    [io:format("~tp~n", [erl_scan:string(S)]) || S <- Ss],
    [io:format("~tp~n", [erl_scan:string(S)]) || S <- ["\"open", "'open", "$", "16#g", "1.0e", "\x{0}", "\"bad \\x{110000}\""]],
    io:format("~tp~n", [erl_scan:string("foo % c\n bar", 5, [return, text])]),
    io:format("~tp~n", [erl_scan:string("a b", {3, 7})]),
    io:format("~p~n", [erl_scan:tokens([], "foo. bar", 1)]),
    {more, C} = erl_scan:tokens([], "foo(", 1),
    io:format("~p~n", [erl_scan:tokens(C, "). rest", 1)]),
    io:format("~p~n", [[erl_scan:reserved_word(W) || W <- ['if', foo, 'andalso', 'div']]]).
