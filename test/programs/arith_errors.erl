%% badarith for each operator with a wrong operand
-module(arith_errors).
-export([main/0]).
-import(prog, [id/1, try_call/1]).

main() ->
    Bad = [a, "1", [], {1}, <<1>>, #{}],
    Ops = [{'+', fun(A, B) -> A + B end}, {'-', fun(A, B) -> A - B end}, {'*', fun(A, B) -> A * B end}, {'/', fun(A, B) -> A / B end},
           {'div', fun(A, B) -> A div B end}, {'rem', fun(A, B) -> A rem B end}, {'band', fun(A, B) -> A band B end},
           {'bor', fun(A, B) -> A bor B end}, {'bxor', fun(A, B) -> A bxor B end}],
    [io:format("~p ~w ~w~n", [Op, [try_call(fun() -> F(id(3), id(X)) end) || X <- Bad], [try_call(fun() -> F(id(X), id(3)) end) || X <- Bad]]) || {Op, F} <- Ops],
    [io:format("~p ~w~n", [Op, [try_call(fun() -> F(id(A), id(B)) end) || {A, B} <- [{7, 0}, {7, 0.0}, {7.5, 2}, {1 bsl 70, 0}, {0, 0}, {1.5, 0.0}]]]) || {Op, F} <- Ops],
    io:format("~w~n", [[try_call(fun() -> -id(X) end) || X <- Bad]]),
    io:format("~w~n", [[try_call(fun() -> bnot id(X) end) || X <- [1.5 | Bad]]]).
