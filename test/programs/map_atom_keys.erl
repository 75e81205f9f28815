%% maps with many atom keys, as records of a program
-module(map_atom_keys).
-export([main/0]).
-import(prog, [normal/1]).

main() ->
    Keys = [id, name, age, email, phone, street, city, zip, country, created, updated, active, role, tags, notes, parent],
    M = maps:from_list([{K, I} || {I, K} <- lists:enumerate(Keys)]),
    io:format("~w~n", [normal(M)]),
    #{id := A, zip := B, parent := C} = M,
    io:format("~w~n", [{A, B, C}]),
    M2 = M#{name := new, extra => true},
    io:format("~w~n", [[map_size(M2), maps:get(name, M2), maps:get(name, M), maps:get(extra, M2)]]),
    io:format("~w~n", [[maps:get(K, M) || K <- lists:reverse(Keys)]]),
    io:format("~w~n", [lists:sort(maps:keys(M)) =:= lists:sort(Keys)]),
    io:format("~w~n", [maps:fold(fun(_, V, S) -> V + S end, 0, M)]),
    L = [M#{id := I} || I <- lists:seq(1, 100)],
    io:format("~w~n", [lists:sum([I || #{id := I, active := X} <- L, X > 1])]),
    io:format("~w~n", [erlang:phash2(M)]),
    io:format("~w~n", [M =:= maps:from_list(lists:reverse([{K, I} || {I, K} <- lists:enumerate(Keys)]))]),
    io:format("~w~n", [maps:without(Keys, M2)]).
