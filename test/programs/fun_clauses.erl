%% funs with several clauses and guards, and shadowed variables
-module(fun_clauses).
-export([main/0]).
-export([main0/1]).
-import(prog, [id/1, show/2]).

main() ->
    X = id(5),
    F = fun(0) -> zero;
           (N) when N < 0 -> negative;
           (N) when N =:= X -> {the_same, X};
           ({X1, _}) when X1 =:= X -> tuple_with_x;
           ([H | T]) -> {list, H, T};
           (_) -> other
        end,
    io:format("~w~n", [[F(V) || V <- [0, -1, 5, {5, a}, {6, a}, [1, 2], 7]]]),
    G = fun(Y) -> Z = Y + 1, fun() -> {Y, Z} end end,
    io:format("~w~n", [(G(1))()]),
    show("no clause", fun() -> (fun(a) -> 1 end)(id(b)) end),
    Z = id(9),
    io:format("~w ~w~n", [Z, (fun(A, _) when A > 1 -> big; (_, B) -> B end)(id(1), small)]),
    io:format("~w~n", [lists:map(fun ?MODULE:main0/1, [1, 2])]),
    io:format("~w~n", [lists:map(fun local/1, [1, 2])]).

main0(X) -> {main0, X}.
local(X) -> {local, X}.
