%% generators, filters, patterns that skip, several generators
-module(list_comprehension).
-export([main/0]).
-import(prog, [id/1, show/2]).

main() ->
    io:format("~w~n", [[X * Y || X <- id([1, 2, 3]), Y <- [10, 20]]]),
    io:format("~w~n", [[{X, Y} || X <- lists:seq(1, 5), X rem 2 =:= 1, Y <- lists:seq(X, 5), X + Y > 6]]),
    io:format("~w~n", [[V || {k, V} <- id([{k, 1}, {j, 2}, k, {k, 3}])]]),
    io:format("~w~n", [[V || V <- id([1, a, 2.5, "s"]), is_number(V)]]),
    io:format("~w~n", [[[Y || Y <- Row, Y > 2] || Row <- id([[1, 2, 3], [4, 5], []])]]),
    io:format("~w~n", [[X || X <- id([1, 2, 3]), begin Z = X * 2, Z > 2 end]]),
    io:format("~w~n", [[X || X <- id([true, false, true]), X]]),
    io:format("~w~n", [[a || _ <- id([1, 2, 3])]]),
    io:format("~w~n", [[X || <<X>> <= <<1, 2, 3>>, X =/= 2]]),
    io:format("~w~n", [[{X, Y} || X <- [1, 2], <<Y:4>> <= <<16#ab>>]]),
    show("not a list", fun() -> [X || X <- id(a)] end),
    show("improper", fun() -> [X || X <- id([1, 2 | 3])] end),
    show("bad filter", fun() -> [X || X <- [1], id(X)] end),
    show("guard error in filter", fun() -> [X || X <- [1, [a]], hd(X) =:= a] end),
    show("call in filter", fun() -> [X || X <- [1, 2], id(hd(id([X > 1])))] end),
    X = 5,
    io:format("~w ~w~n", [[X || X <- [1, 2]], X]).
