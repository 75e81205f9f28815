%% old-style catch as an expression
-module(exc_catch_operator).
-export([main/0]).
-import(prog, [id/1]).

main() ->
    io:format("~w~n", [catch id(1) + 1]),
    io:format("~w~n", [(catch throw(x))]),
    io:format("~w~n", [(catch exit(x))]),
    {'EXIT', {R, St}} = (catch error(x)),
    io:format("~w ~w~n", [R, is_list(St)]),
    {'EXIT', {badarith, _}} = (catch 1 / id(0)),
    io:format("~w~n", [[case catch F() of {'EXIT', {E, _}} -> E; V -> V end || F <- [fun() -> hd([]) end, fun() -> 5 end, fun() -> throw({a, b}) end]]]),
    io:format("~w~n", [(catch (catch throw(a)))]),
    io:format("~w~n", [catch_in_args((catch throw(1)), (catch exit(2)))]),
    X = case catch id(5) of 5 -> five end,
    io:format("~w~n", [X]),
    io:format("~w~n", [(catch begin put(k, v), throw(get(k)) end)]).

catch_in_args(A, B) -> {A, B}.
