%% alternatives where an earlier one raises an error
-module(guard_semicolons).
-export([main/0]).
-import(prog, [id/1]).

main() ->
    [io:format("~p ~p~n", [X, f(id(X))]) || X <- [0, 1, {1}, [a], [], a, <<1>>, #{a => 1}, 2.0]].

f(X) when hd(X) =:= a; element(1, X) =:= 1; X =:= <<1>> -> first;
f(X) when 1 / X > 0.4, true; map_get(a, X) > 0 -> second;
f(X) when X =:= 0 orelse hd(X) -> third;
f(X) when is_atom(X), X =/= nothing -> fourth;
f(_) -> last.
