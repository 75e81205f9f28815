%% code taken apart and rebuilt with erl_syntax
-module(tool_syntax_tools).
-export([main/0]).

main() ->
    {ok, Ts, _} = erl_scan:string("f(X, Y) when X > 1 -> case g(X) of {ok, Z} -> [Z + Y | h(Y)]; error -> X * 2 + 1 end."),
    {ok, F} = erl_parse:parse_form(Ts),
    io:format("~p~n", [erl_syntax:type(F)]),
    io:format("~p~n", [lists:sort(sets:to_list(erl_syntax_lib:variables(F)))]),
    io:format("~p~n", [erl_syntax_lib:fold(fun(N, A) -> case erl_syntax:type(N) of integer -> A + erl_syntax:integer_value(N); _ -> A end end, 0, F)]),
    G = erl_syntax_lib:map(fun(N) -> case erl_syntax:type(N) of integer -> erl_syntax:integer(erl_syntax:integer_value(N) * 10); _ -> N end end, F),
    io:format("~s~n", [erl_prettypr:format(G)]),
    New = erl_syntax:revert(erl_syntax:function(erl_syntax:atom(id), [erl_syntax:clause([erl_syntax:variable("X")], none, [erl_syntax:variable("X")])])),
    io:format("~s", [erl_pp:form(New)]),
    io:format("~p~n", [erl_syntax_lib:analyze_function(F)]),
    io:format("~p~n", [[erl_syntax:type(N) || N <- erl_syntax:subtrees(F), is_tuple(N)] =/= x]).
