%% matching compiled by OTP agrees with a matcher written by hand
-module(patterns_random_model).
-export([main/0]).
-import(prog, [normal/1]).

main() ->
    Ts = [{a, 1}, {a, 2}, {b, 1}, {b, [1]}, [a], [a, b], [a | b], {a, 1, x}, {[1], [2]}, {{1, 2}, 3}, <<1>>, <<1, 2>>, #{k => 1}, #{k => 2, j => 1}, a, 1, 1.0, [], {}, "ab"],
    Ps = [{{a, v1}, fun({a, X}) -> [X]; (_) -> no end}, {{v1, 1}, fun({X, 1}) -> [X]; (_) -> no end}, {[v1 | v2], fun([X | Y]) -> [X, Y]; (_) -> no end}, {{v1, [v2]}, fun({X, [Y]}) -> [X, Y]; (_) -> no end}, {{{v1, v2}, v3}, fun({{X, Y}, Z}) -> [X, Y, Z]; (_) -> no end},
          {{v1, v1}, fun({X, X}) -> [X]; (_) -> no end}, {[v1, v2], fun([X, Y]) -> [X, Y]; (_) -> no end}, {v1, fun(X) -> [X] end}, {{}, fun({}) -> []; (_) -> no end}, {[], fun([]) -> []; (_) -> no end}, {1, fun(1) -> []; (_) -> no end}, {{'_', '_', v1}, fun({_, _, X}) -> [X]; (_) -> no end}],
    io:format("~w~n", [length([x || T <- Ts, {P, F} <- Ps, F(T) =/= match(P, T)])]),
    [io:format("~w ~w~n", [normal(T), [case F(T) of no -> 0; _ -> 1 end || {_, F} <- Ps]]) || T <- Ts],
    ok.

match(P, T) ->
    try lists:sort(maps:to_list(m(P, T, #{}))) of L -> [V || {_, V} <- L] catch throw:no -> no end.

m('_', _, B) -> B;
m(V, T, B) when V =:= v1; V =:= v2; V =:= v3 ->
    case B of
        #{V := X} when X =:= T -> B;
        #{V := _} -> throw(no);
        _ -> B#{V => T}
    end;
m([P | Ps], [T | Ts], B) -> m(Ps, Ts, m(P, T, B));
m(P, T, B) when is_tuple(P), is_tuple(T), tuple_size(P) =:= tuple_size(T) -> m(tuple_to_list(P), tuple_to_list(T), B);
m(P, T, B) when P =:= T -> B;
m(_, _, _) -> throw(no).
