%% keyfind and the other functions on lists of tuples
-module(list_keys).
-export([main/0]).
-import(prog, [id/1, show/2]).

main() ->
    L = [{a, 1}, b, {c, 3, x}, {1, 2}, {1.0, 3}, {}, {d}, {a, 9}],
    io:format("~w~n", [[lists:keyfind(K, P, L) || {K, P} <- [{a, 1}, {1, 1}, {1.0, 1}, {3, 2}, {x, 3}, {zz, 1}, {d, 1}]]]),
    io:format("~w~n", [[lists:keymember(K, 1, L) || K <- [a, b, d, 1]]]),
    io:format("~w~n", [[lists:keysearch(c, 1, L), lists:keysearch(q, 1, L)]]),
    io:format("~w~n~w~n~w~n", [lists:keydelete(a, 1, L), lists:keyreplace(a, 1, L, new), lists:keystore(zz, 1, L, {zz, 0})]),
    io:format("~w~n", [[lists:keytake(1, 1, L), lists:keytake(nope, 1, L)]]),
    io:format("~w~n", [lists:keymap(fun(X) -> {X} end, 2, [{a, 1}, {b, 2, c}])]),
    show("keyfind 0", fun() -> lists:keyfind(a, id(0), L) end),
    show("keyfind improper", fun() -> lists:keyfind(zz, 1, id([{a} | b])) end),
    show("keyfind atom", fun() -> lists:keyfind(zz, 1, id(b)) end).
