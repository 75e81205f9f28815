%% tuples of hundreds and of a hundred thousand elements
-module(tuple_large).
-export([main/0]).
-import(prog, [id/1, show/2]).

main() ->
    T = list_to_tuple(lists:seq(1, 100000)),
    io:format("~p~n", [[tuple_size(T), element(1, T), element(50000, T), element(100000, T)]]),
    T2 = setelement(77777, T, x),
    io:format("~p~n", [[element(77777, T2), element(77777, T), T =:= T2, T < T2]]),
    io:format("~p~n", [lists:sum(tuple_to_list(T))]),
    io:format("~p~n", [tuple_size(erlang:append_element(T, last))]),
    io:format("~p~n", [erlang:phash2(T)]),
    U = erlang:make_tuple(300, 0, [{I, I} || I <- lists:seq(10, 300, 10)]),
    io:format("~p~n", [erlang:phash2(U)]),
    io:format("~p~n", [lists:foldl(fun(I, S) -> S + element(I, U) end, 0, lists:seq(1, 300))]),
    show("element", fun() -> element(id(301), U) end),
    E = lists:foldl(fun(I, A) -> setelement(I, A, I * I) end, erlang:make_tuple(100, none), lists:seq(1, 100)),
    io:format("~p~n", [element(100, E)]).
