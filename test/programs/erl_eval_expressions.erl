%% expressions evaluated by erl_eval
-module(erl_eval_expressions).
-export([main/0]).
-import(prog, [try_call/1, normal/1]).

main() ->
    Es = ["1 + 2 * 3.", "X = 5, Y = X * 2, {X, Y}.", "[X * X || X <- lists:seq(1, 5), X rem 2 =:= 1].", "F = fun(0) -> 1; (N) -> N * 2 end, [F(0), F(4)].", "Fact = fun F(0) -> 1; F(N) -> N * F(N - 1) end, Fact(20).", "case {a, 1} of {a, N} when N > 0 -> pos; _ -> other end.", "try throw(x) catch T -> {caught, T} end.", "try error(x) catch error:E:_ -> {err, E} after ok end.", "catch exit(y).", "<<A:4, B:4>> = <<16#ab>>, {A, B}.", "#{a => 1, b => 2}.", "M = #{a => 1}, M#{a := 2, c => 3}.", "if 1 > 2 -> a; true -> b end.", "self() ! m, receive m -> got after 0 -> none end.", "lists:map(fun(X) -> X + 1 end, [1, 2]).", "begin Z = 1, Z + 1 end.", "<< <<X>> || X <- [1, 2] >>.", "\"abc\" ++ \"def\".", "not true orelse false.", "apply(erlang, abs, [-5]).", "(fun lists:reverse/1)([1, 2])."],
    [io:format("~ts ~p~n", [S, normal(val(S))]) || S <- Es],
    Errs = ["1 + a.", "X.", "foo:bar(1).", "hd([]).", "case 1 of 2 -> 3 end.", "(fun(1) -> 2 end)(3).", "{a, b} = {a, c}.", "throw(t)."],
    [io:format("~ts ~p~n", [S, try_call(fun() -> val(S) end)]) || S <- Errs],
    {ok, Ts, _} = erl_scan:string("A + B."),
    {ok, Ex} = erl_parse:parse_exprs(Ts),
    {value, V, Bs} = erl_eval:exprs(Ex, [{'A', 1}, {'B', 2}]),
    io:format("~p ~p~n", [V, Bs]).

val(S) ->
    {ok, Ts, _} = erl_scan:string(S),
    {ok, Es} = erl_parse:parse_exprs(Ts),
    {value, V, _} = erl_eval:exprs(Es, erl_eval:new_bindings()),
    V.
