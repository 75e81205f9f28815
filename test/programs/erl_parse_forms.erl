%% erl_parse on expressions and forms, with errors
-module(erl_parse_forms).
-export([main/0]).

main() ->
    Es = ["1 + 2 * 3.", "X = foo:bar(1, [a | T]).", "fun(X) when X > 1 -> X; (_) -> 0 end.", "[X || X <- L, X > 1].", "<<A:8, B/binary>>.", "#{a => 1, b := 2}.", "case X of {ok, Y} -> Y; _ -> no end.", "try f() of ok -> 1 catch error:R:S -> {R, S} after g() end.", "receive {a, B} -> B after 10 -> t end.", "#r{a = 1}.", "-X.", "not A andalso B orelse C.", "a, b, c.", "\"abc\" \"def\".", "fun foo/1, fun m:f/2.", "if A -> b; true -> c end.", "begin a, b end.", "catch x."],
    [begin
         {ok, Ts, _} = erl_scan:string(S),
         io:format("~p~n", [erl_parse:parse_exprs(Ts)])
     end || S <- Es],
    Fs = ["f(X) -> X.", "f(0) -> 1; f(N) when N > 0 -> N * f(N - 1).", "-module(m).", "-export([f/1]).", "-record(r, {a, b = 2}).", "-spec f(integer()) -> ok.", "-type t() :: a | {b, t()}."],
    [begin
         {ok, Ts, _} = erl_scan:string(S),
         io:format("~p~n", [erl_parse:parse_form(Ts)])
     end || S <- Fs],
    [begin
         {ok, Ts, _} = erl_scan:string(S),
         {error, {L, M, T}} = erl_parse:parse_exprs(Ts),
         io:format("~p ~s~n", [L, M:format_error(T)])
     end || S <- ["1 + .", "f(.", "X = = 1.", "case X of end.", "{a, b]."]],
    {ok, Ts, _} = erl_scan:string("{a, [1, \"x\"], #{k => <<1>>}}."),
    io:format("~p~n", [erl_parse:parse_term(Ts)]),
    io:format("~p~n", [erl_parse:normalise(erl_parse:abstract({a, [1, 2.5, "s"], <<"b">>}))]).
