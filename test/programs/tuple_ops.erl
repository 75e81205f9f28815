%% element, setelement, make_tuple and other functions on tuples
-module(tuple_ops).
-export([main/0]).
-import(prog, [id/1, show/2]).

main() ->
    T = id({a, b, c}),
    io:format("~w~n", [[element(1, T), element(3, T), setelement(2, T, x), tuple_size(T), tuple_to_list(T), list_to_tuple([1, 2]), size(T)]]),
    io:format("~w~n", [[erlang:make_tuple(3, z), erlang:make_tuple(3, z, [{2, y}, {2, x}]), erlang:append_element(T, d), erlang:insert_element(1, T, z), erlang:insert_element(4, T, z), erlang:delete_element(2, T)]]),
    show("element 0", fun() -> element(id(0), T) end),
    show("element 4", fun() -> element(id(4), T) end),
    show("element of list", fun() -> element(1, id([a])) end),
    show("setelement 4", fun() -> setelement(id(4), T, x) end),
    show("element float", fun() -> element(id(1.0), T) end),
    show("tuple_size", fun() -> tuple_size(id([])) end),
    show("list_to_tuple", fun() -> list_to_tuple(id([a | b])) end),
    show("insert 5", fun() -> erlang:insert_element(5, T, z) end),
    show("delete 0", fun() -> erlang:delete_element(0, T) end),
    show("make -1", fun() -> erlang:make_tuple(id(-1), x) end),
    [io:format("~w ~w~n", [N, begin L = list_to_tuple(lists:seq(1, N)), {tuple_size(L), element(N, L), setelement(N, L, x) =:= L, erlang:phash2(L)} end]) || N <- [1, 2, 9, 10, 11, 12, 100, 1000]],
    io:format("~w~n", [lists:foldl(fun(I, A) -> setelement(I, A, I) end, erlang:make_tuple(12, 0), lists:seq(1, 12))]),
    io:format("~w~n", [updated(id({a, b, c, d}))]).

%% Chains of setelement: the compiler writes into the result of the first, and moves it in between.
updated(T) ->
    A = setelement(1, setelement(2, setelement(3, setelement(4, T, p), q), r), s),
    B = setelement(1, setelement(2, setelement(3, setelement(4, T, t), u), v), A),
    {A, B, T}.
