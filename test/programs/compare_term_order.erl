%% the order of all kinds of terms
-module(compare_term_order).
-export([main/0]).
-import(prog, [normal/1]).

main() ->
    F1 = fun() -> 1 end,
    L = [1, -1, 0, 1.5, -0.5, 1 bsl 70, -(1 bsl 70), 1.0e300, a, b, ab, '', 'A', make_ref(), F1, self(), {}, {a}, {b}, {a, a}, {1, 2, 3}, #{}, #{a => 1}, #{b => 1},
         #{a => 2}, #{a => 1, b => 1}, [], [a], [b], [a, a], [a | b], "abc", <<>>, <<1>>, <<0, 1>>, <<1:1>>, <<255>>],
    io:format("~p~n", [normal(lists:sort(L))]),
    io:format("~p~n", [normal(lists:sort(lists:reverse(L))) =:= normal(lists:sort(L))]),
    Sorted = lists:sort(L),
    Idx = lists:zip(lists:seq(1, length(Sorted)), Sorted),
    [{X, Y} = {X, Y} || {I, X} <- Idx, {J, Y} <- Idx, (I < J) =/= (X < Y andalso X =/= Y), I =:= J, error({X, Y})],
    ok.
