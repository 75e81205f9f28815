%% clauses chosen by the shape of a term
-module(pattern_shapes).
-export([main/0]).
-import(prog, [id/1]).

main() ->
    Terms = [[], [a], [a, b], [a | b], {}, {x}, {x, y}, {x, {y, z}}, 0, -1, 1.5, <<>>, <<1>>, <<1:3>>, #{}, #{k => 1},
             "str", ok, fun() -> ok end, self(), make_ref()],
    [io:format("~p~n", [shape(id(T))]) || T <- Terms].

shape([]) -> nil;
shape([X]) when is_integer(X) -> {one_integer, X};
shape([X]) -> {one, X};
shape([X, Y]) -> {two, X, Y};
shape([_ | T]) when not is_list(T) -> {improper, T};
shape([_ | _]) -> longer;
shape({}) -> empty_tuple;
shape({X}) -> {single, X};
shape({X, {Y, Z}}) -> {nested, X, Y, Z};
shape({X, Y}) -> {pair, X, Y};
shape(0) -> zero;
shape(N) when is_integer(N), N < 0 -> negative;
shape(F) when is_float(F) -> float;
shape(<<>>) -> empty_binary;
shape(B) when is_binary(B) -> binary;
shape(B) when is_bitstring(B) -> {bits, bit_size(B)};
shape(M) when map_size(M) =:= 0 -> empty_map;
shape(#{k := V}) -> {map_with_k, V};
shape(A) when is_atom(A) -> {atom, A};
shape(F) when is_function(F, 0) -> thunk;
shape(P) when is_pid(P) -> pid;
shape(_) -> other.
