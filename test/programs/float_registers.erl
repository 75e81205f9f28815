%% loops over floats that stay unboxed, and their end
-module(float_registers).
-export([main/0]).
-import(prog, [id/1, show/2]).

main() ->
    io:format("~w~n", [sum(1000000, 0.0)]),
    io:format("~w~n", [mandel(-0.5, 0.5, 0.0, 0.0, 0)]),
    io:format("~w~n", [[mandel(X / 4, Y / 4, 0.0, 0.0, 0) || Y <- lists:seq(-4, 4), X <- lists:seq(-8, 4)]]),
    io:format("~w~n", [poly(2.5)]),
    io:format("~w~n", [mixed(3, 1.5)]),
    io:format("~w~n", [logistic(0.5, 100)]),
    show("overflow in loop", fun() -> grow(1.0e300) end),
    show("atom in loop", fun() -> poly(id(a)) end),
    show("division", fun() -> inv(id(0.0)) end),
    io:format("~w~n", [orbit({1.0, 0.0}, {0.0, 1.0}, 100)]).

sum(0, S) -> S;
sum(N, S) -> sum(N - 1, S + 1.0 / N).

mandel(_, _, _, _, 60) -> 60;
mandel(Cx, Cy, X, Y, N) ->
    X2 = X * X,
    Y2 = Y * Y,
    if
        X2 + Y2 > 4.0 -> N;
        true -> mandel(Cx, Cy, X2 - Y2 + Cx, 2.0 * X * Y + Cy, N + 1)
    end.

poly(X) -> 3.0 * X * X * X - 2.0 * X * X + X / 3.0 - 7.0.
mixed(I, F) -> I * F + I / 2 - F * 2 + (I + 1) * (F - 1).
logistic(X, 0) -> X;
logistic(X, N) -> logistic(3.7 * X * (1.0 - X), N - 1).
grow(X) -> grow(X * 10.0).
inv(X) -> 1.0 / X.

orbit(P, _, 0) -> P;
orbit({X, Y}, {Vx, Vy}, N) ->
    R2 = X * X + Y * Y,
    R3 = R2 * math:sqrt(R2),
    Ax = -X / R3,
    Ay = -Y / R3,
    V = {Vx + 0.01 * Ax, Vy + 0.01 * Ay},
    {Wx, Wy} = V,
    orbit({X + 0.01 * Wx, Y + 0.01 * Wy}, V, N - 1).
