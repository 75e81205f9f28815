%% code the compiler sees through: constant conditions, unused results, unreachable clauses
-module(compiler_dead_code).
-export([main/0]).
-import(prog, [id/1, show/2]).

main() ->
    io:format("~w~n", [[constant(), unused(id(5)), unreachable(id(a)), folded()]]),
    io:format("~w~n", [[nested(id(X)) || X <- [1, 2, 3]]]),
    show("effects kept", fun() -> _ = id(1) + id(a), ok end),
    show("unused failing bif", fun() -> _ = hd(id([])), ok end),
    io:format("~w~n", [bool(id(true))]),
    io:format("~w~n", [shared(id(3))]).

constant() -> case 1 + 1 of 2 -> two; _ -> impossible end.
unused(X) -> _ = X * 2, [X, X] = [X, X], X.
unreachable(X) -> case X of a -> first; _ when false -> never; Y -> {other, Y} end.
folded() -> {1 bsl 10, 7 div 2, "a" ++ "b", length([1, 2, 3]), element(2, {x, y}), <<1:8, 2:8>>, #{a => 1 + 2}}.
nested(X) ->
    if X > 1 -> if X > 2 -> big; true -> mid end;
       true -> if X > 2 -> impossible; true -> small end
    end.
bool(X) -> (X andalso true) orelse (not X).
shared(X) -> A = {X, X}, {A, A, element(1, A)}.
