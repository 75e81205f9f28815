%% property lists, with booleans, expansion and substitution
-module(ds_proplists).
-export([main/0]).

main() ->
    P = [a, {b, 2}, {c, 3, x}, {b, 9}, {d, false}, "junk"],
    io:format("~w~n", [[proplists:get_value(K, P) || K <- [a, b, c, d, zz]]]),
    io:format("~w~n", [[proplists:get_value(zz, P, def), proplists:get_all_values(b, P), proplists:get_bool(a, P), proplists:get_bool(b, P), proplists:lookup(c, P), proplists:lookup_all(b, P), proplists:is_defined(d, P), proplists:delete(b, P), lists:sort(proplists:get_keys(P))]]),
    io:format("~w~n", [[proplists:unfold([a, {b, 1}]), proplists:compact([{a, true}, {b, 1}]), proplists:property(a, true), proplists:property({b, 2}), proplists:split(P, [b, d])]]),
    io:format("~w~n", [[proplists:normalize([a, {old, 1}], [{aliases, [{old, new}]}, {expand, [{a, [x, y]}]}, {negations, []}]), proplists:append_values(l, [{l, [1]}, {l, [2, 3]}]), proplists:to_map([a, {b, 2}]) =:= #{a => true, b => 2}]]).
