%% a dump of hex, tables of types and a pretty printer by hand
-module(io_formats_data).
-export([main/0]).

main() ->
    io:format("~s~n", [hexdump(list_to_binary(lists:seq(20, 75)), 0)]),
    io:format("~s~n", [pp({config, [{a, 1}, {b, [x, y]}], #{1 => <<"z">>}}, 0)]),
    [io:format("~-10s ~p~n", [type(T), T]) || T <- [1, 1.5, a, "s", [1 | 2], {}, <<>>, <<1:3>>, #{}, true]],
    io:format("~ts~n", [tree({root, [{a, [{b, []}, {c, []}]}, {d, []}]}, "")]).

hexdump(<<>>, _) -> [];
hexdump(B, At) ->
    N = min(16, byte_size(B)),
    <<L:N/binary, R/binary>> = B,
    [io_lib:format("~8.16.0b  ~-48s |~s|~n", [At, [io_lib:format("~2.16.0b ", [X]) || <<X>> <= L], [if X >= 32, X < 127 -> X; true -> $. end || <<X>> <= L]]) | hexdump(R, At + N)].

pp(T, I) when is_tuple(T) -> ["{", lists:join([",\n", lists:duplicate(I + 1, $\s)], [pp(E, I + 1) || E <- tuple_to_list(T)]), "}"];
pp([_ | _] = L, I) -> ["[", lists:join([",\n", lists:duplicate(I + 1, $\s)], [pp(E, I + 1) || E <- L]), "]"];
pp(M, I) when is_map(M) -> ["#{", lists:join(", ", [[pp(K, I), " => ", pp(V, I)] || {K, V} <- lists:sort(maps:to_list(M))]), "}"];
pp(X, _) -> io_lib:format("~p", [X]).

type(X) when is_boolean(X) -> boolean;
type(X) when is_atom(X) -> atom;
type(X) when is_integer(X) -> integer;
type(X) when is_float(X) -> float;
type(X) when is_tuple(X) -> tuple;
type(X) when is_map(X) -> map;
type(X) when is_binary(X) -> binary;
type(X) when is_bitstring(X) -> bitstring;
type(L) -> case catch length(L) of N when is_integer(N) -> list; _ -> improper end.

tree({N, Cs}, P) -> [atom_to_list(N), "\n" | children(Cs, P)].
children([], _) -> [];
children([C], P) -> [P, "└─ ", tree(C, P ++ "   ")];
children([C | T], P) -> [P, "├─ ", tree(C, P ++ "│  "), children(T, P)].
