%% inlined functions in a module compiled with inline
-module(compiler_inline).
-export([main/0]).
-import(prog, [id/1, show/2]).

-compile({inline, [sq/1, clamp/3, twice/2]}).

main() ->
    io:format("~w~n", [[sq(X) + sq(X + 1) || X <- [1, 2, 3]]]),
    io:format("~w~n", [[clamp(id(X), 0, 10) || X <- [-5, 5, 15]]]),
    io:format("~w~n", [twice(fun(X) -> X * 3 end, id(2))]),
    show("error inside", fun() -> sq(id(a)) end),
    io:format("~w~n", [lists:sum([sq(clamp(X, 2, 4)) || X <- lists:seq(1, 6)])]).

sq(X) -> X * X.
clamp(X, Lo, _) when X < Lo -> Lo;
clamp(X, _, Hi) when X > Hi -> Hi;
clamp(X, _, _) -> X.
twice(F, X) -> F(F(X)).
