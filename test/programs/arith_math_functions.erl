%% the functions of math, with all their digits
-module(arith_math_functions).
-export([main/0]).
-import(prog, [id/1, show/2, try_call/1]).

main() ->
    Xs = [0.0, 0.1, 0.5, 1.0, 1.5, 2.0, 3.0, 10.0, -0.3, -2.5, 100.0, 1.0e-10],
    Fs = [sin, cos, tan, asin, acos, atan, sinh, cosh, tanh, exp, log, log2, log10, sqrt, erf, ceil, floor],
    [io:format("~p: ~w~n", [F, [case try_call(fun() -> math:F(id(X)) end) of {ok, V} -> V; {_, R} -> R end || X <- Xs]]) || F <- Fs],
    [io:format("~p ~p: ~w ~w ~w~n", [A, B, val(fun() -> math:pow(A, B) end), val(fun() -> math:atan2(A, B) end), val(fun() -> math:fmod(A, B) end)])
     || A <- [2, 2.5, -3, 0, 10], B <- [3, 0.5, -2, 0]],
    io:format("~w~n", [math:pi()]),
    show("atom", fun() -> math:sin(id(a)) end),
    show("big", fun() -> math:sqrt(id(1 bsl 200)) end),
    %% The C library's last digits of these vary.
    [show(F, fun() -> round(math:F(id(0.7)) * 1.0e12) end) || F <- [asinh, atanh, erfc]],
    show(acosh, fun() -> round(math:acosh(id(1.7)) * 1.0e12) end).

val(F) ->
    case try_call(F) of
        {ok, V} -> V;
        {_, R} -> R
    end.
