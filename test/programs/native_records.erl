%% records with a definition of their own, in all operations
%% since-release: 29
-module(native_records).
-export([main/0]).
-import(prog, [id/1, show/2]).

-record #point{x = 0, y}.
-record #named{name = none, tags = []}.
-export_record([point]).

main() ->
    P = #point{y = id(2)},
    io:format("~w~n", [[P#point.x, P#point.y]]),
    Q = P#point{x = id(7)},
    io:format("~w~n", [[Q#point.x, P#point.x, Q =:= P, Q =:= #point{x = 7, y = 2}]]),
    io:format("~w~n", [[f(R) || R <- [P, Q, #named{}, #named{name = a, tags = [t]}, {point, 1, 2}, x]]]),
    #point{x = X} = Q,
    io:format("~w~n", [X]),
    show("bad update", fun() -> (id({point, 1, 2}))#point{x = 1} end),
    show("bad read", fun() -> (id(a))#point.x end),
    io:format("~w~n", [[is_record(P), is_record(P, point), is_record(id(x)), is_tuple(P)]]),
    io:format("~p~n", [P]),
    io:format("~w~n", [[records:get_name(P), records:get_module(P), records:get_field_names(P), records:is_exported(P)]]),
    io:format("~w~n", [binary_to_term(term_to_binary(P)) =:= P]),
    io:format("~w~n", [[P < Q, P == P, max(P, Q) =:= Q]]),
    M = #{P => first, Q => second},
    io:format("~w~n", [[maps:get(#point{x = 7, y = 2}, M), map_size(M)]]).

f(#point{x = 0, y = Y}) -> {axis, Y};
f(#point{x = X, y = Y}) -> {point, X, Y};
f(#named{name = none}) -> anonymous;
f(#named{name = N, tags = [T | _]}) -> {N, T};
f(_) -> other.
