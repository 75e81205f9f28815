%% patterns that backtrack for ever end with match_limit
-module(re_limits).
-export([main/0]).

main() ->
    S = lists:duplicate(28, $a) ++ "b",
    io:format("~p~n", [re:run(S, "^(a+)+$", [{match_limit, 200000}])]),
    io:format("~p~n", [re:run(S, "^(a+)+$", [report_errors])]),
    io:format("~p~n", [re:run(S, "^(a|aa)+$", [{match_limit, 1000}, report_errors])]),
    io:format("~p~n", [re:run(S, "^a+$")]),
    io:format("~p~n", [re:run(binary:copy(<<"ab">>, 20000), "(?:ab)*$", [{capture, first, index}])]),
    io:format("~p~n", [re:run(binary:copy(<<"x">>, 3000), "x*y")]).
