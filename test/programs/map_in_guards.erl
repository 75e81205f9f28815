%% map_size, is_map_key, map_get and comparison of maps in guards
-module(map_in_guards).
-export([main/0]).
-import(prog, [id/1, normal/1]).

main() ->
    Ms = [#{}, #{a => 1}, #{a => 2, b => x}, #{k => #{n => 5}}, #{1 => 2}, not_a_map, [], #{a => []}],
    [io:format("~w: ~w~n", [normal(M), f(id(M))]) || M <- Ms].

f(M) when map_get(a, M) =:= 1 -> a_is_one;
f(M) when is_map_key(b, M), map_size(M) =:= 2 -> two_with_b;
f(M) when map_get(n, map_get(k, M)) > 3 -> nested;
f(M) when M =:= #{1 => 2} -> exact;
f(M) when M == #{} -> empty;
f(M) when is_map(M), map_size(M) > 0 -> some;
f(M) when not is_map(M) -> {no, M}.
