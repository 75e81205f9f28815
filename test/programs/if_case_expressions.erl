%% if, case and nested conditions as expressions
-module(if_case_expressions).
-export([main/0]).
-import(prog, [id/1, show/2]).

main() ->
    io:format("~w~n", [[sign(id(N)) || N <- [-5, 0, 5, 1.5, a]]]),
    io:format("~w~n", [[fizz(N) || N <- lists:seq(1, 15)]]),
    io:format("~w~n", [[grade(id(N)) || N <- [95, 85, 75, 65, 10, -1, 101, x]]]),
    X = id(7),
    Y = if X > 5, X < 10 -> mid; X > 9; X < 0 -> out; true -> low end,
    io:format("~w~n", [Y]),
    Z = case X rem 2 of 0 -> W = even, {W, X}; 1 -> W = odd, {X, W} end,
    io:format("~w ~w~n", [W, Z]),
    io:format("~w~n", [case {id(a), id(b)} of {P, P} -> same; {P, Q} when P < Q -> {less, P, Q}; _ -> more end]),
    show("if", fun() -> if X > 100 -> never end end),
    show("case", fun() -> case X of 8 -> never end end),
    io:format("~w~n", [[bool(id(A), id(B)) || A <- [true, false], B <- [true, false]]]).

sign(N) when N > 0 -> positive;
sign(N) when N < 0 -> negative;
sign(0) -> zero;
sign(_) -> none.

fizz(N) ->
    case {N rem 3, N rem 5} of
        {0, 0} -> fizzbuzz;
        {0, _} -> fizz;
        {_, 0} -> buzz;
        _ -> N
    end.

grade(N) when not is_integer(N) -> invalid;
grade(N) ->
    if
        N < 0; N > 100 -> out_of_range;
        N >= 90 -> a;
        N >= 80 -> b;
        N >= 70 -> c;
        N >= 60 -> d;
        true -> f
    end.

bool(A, B) ->
    case A andalso B of
        true -> both;
        false when A; B -> one;
        false -> neither
    end.
