%% arguments, list elements, map and binary segments are evaluated from left to right
-module(eval_order).
-export([main/0]).
-import(prog, [normal/1]).

main() ->
    put(log, []),
    L = fun(X) -> put(log, [X | get(log)]), X end,
    D = fun() -> R = lists:reverse(get(log)), put(log, []), R end,
    _ = {L(1), L(2), {L(3), L(4)}},
    io:format("~w~n", [D()]),
    _ = [L(1), L(2) | L([3])],
    io:format("~w~n", [D()]),
    _ = L(1) + L(2) * L(3) - L(4),
    io:format("~w~n", [D()]),
    _ = #{L(a) => L(1), L(b) => L(2)},
    io:format("~w~n", [lists:sort(D())]),
    _ = <<(L(1)), (L(2)):(L(8)), (L(3))>>,
    io:format("~w~n", [lists:sort(D())]),
    _ = f(L(1), L(2), L(3)),
    io:format("~w~n", [D()]),
    _ = (L(fun(_) -> ok end))(L(5)),
    io:format("~w~n", [normal(D())]),
    _ = [L({X, Y}) || X <- L([1, 2]), Y <- L([a, b])],
    io:format("~w~n", [D()]),
    catch f(L(1), L(error(x)), L(3)),
    io:format("~w~n", [D()]),
    _ = L(L(1) =:= L(2)),
    io:format("~w~n", [D()]),
    try L(1), L(2) of _ -> L(3) after L(4) end,
    io:format("~w~n", [D()]).

f(_, _, _) -> ok.
