%% a variable that stands twice in a pattern compares exactly
-module(pattern_repeated_variable).
-export([main/0]).
-import(prog, [id/1, try_call/1]).

main() ->
    Pairs = [{1, 1}, {1, 1.0}, {a, a}, {"s", "s"}, {[1, 2], [1, 2]}, {{1, {2}}, {1, {2.0}}}, {#{a => 1}, #{a => 1}},
             {#{a => 1}, #{a => 1.0}}, {<<1, 2>>, <<1, 2>>}, {1 bsl 80, 1 bsl 80}, {1 bsl 80, (1 bsl 80) + 1}, {1.5, 1.5}],
    [io:format("~p ~p ~p~n", [same(id(A), id(B)), in_list(id([A, x, B])), A == B]) || {A, B} <- Pairs],
    {X, Y} = id({3, 4}),
    io:format("~p~n", [try_call(fun() -> {X, Y} = id({3, 5}) end)]),
    io:format("~p~n", [case id({3, 4}) of {X, Y} -> bound; _ -> unbound end]).

same(A, A) -> same;
same(_, _) -> different.

in_list([A, _, A]) -> both_ends;
in_list(L) -> length(L).
