%% map patterns with literal and bound keys
-module(pattern_maps).
-export([main/0]).
-import(prog, [id/1, try_call/1]).

main() ->
    K = id(key),
    M = id(#{key => 1, "s" => 2, 3 => three, {t, 1} => tup, 1.5 => f, <<"b">> => bin, [] => nil}),
    #{K := V} = M,
    io:format("~p~n", [V]),
    #{"s" := S, 3 := T, {t, 1} := U, 1.5 := F, <<"b">> := B, [] := N} = M,
    io:format("~p~n", [{S, T, U, F, B, N}]),
    io:format("~p~n", [[kind(X) || X <- [#{}, #{a => 1}, #{a => 2, b => 3}, #{b => #{c => d}}, #{a => undefined}, x]]]),
    io:format("~p~n", [try_call(fun() -> #{nokey := _} = M end)]),
    io:format("~p~n", [try_call(fun() -> #{key := 2} = id(#{key => 1}) end)]),
    io:format("~p~n", [nested(#{k => z, z => deep})]),
    io:format("~p~n", [case M of #{1 := _} -> one; #{3.0 := _} -> three_float; #{3 := X3} -> X3 end]).

kind(#{a := 1}) -> one;
kind(#{a := A, b := B}) when A < B -> {A, B};
kind(#{b := #{c := C}}) -> {nested, C};
kind(#{a := _}) -> has_a;
kind(#{}) -> map;
kind(_) -> no_map.

nested(#{k := K} = M) ->
    #{K := V} = M,
    V.
