%% floating point: matrix products, FFT, integration, Newton and Runge-Kutta
-module(algo_matrix_fft).
-export([main/0]).

main() ->
    A = [[math_like(I, J) || J <- lists:seq(1, 6)] || I <- lists:seq(1, 6)],
    io:format("~w~n", [hd(mmul(A, A))]),
    io:format("~w~n", [det(A)]),
    X = [{float(N rem 5), 0.0} || N <- lists:seq(0, 7)],
    io:format("~w~n", [[{r(R), r(I)} || {R, I} <- fft(X)]]),
    io:format("~w~n", [simpson(fun(T) -> T * T * T - 2.0 * T + 1.0 end, 0.0, 2.0, 100)]),
    io:format("~w~n", [newton(fun(T) -> T * T - 2.0 end, fun(T) -> 2.0 * T end, 1.0, 8)]),
    io:format("~w~n", [rk4(fun(_, Y) -> Y end, 0.0, 1.0, 0.1, 10)]),
    io:format("~w~n", [lists:foldl(fun(K, S) -> S + 1.0 / (K * K) end, 0.0, lists:seq(1, 1000))]),
    io:format("~w~n", [kahan([0.1 || _ <- lists:seq(1, 1000)])]),
    io:format("~w~n", [lists:sum([0.1 || _ <- lists:seq(1, 1000)])]).

math_like(I, J) -> (I * 7 + J * 13) rem 11 / (I + J).

mmul(A, B) -> [[lists:sum([X * Y || {X, Y} <- lists:zip(R, C)]) || C <- tr(B)] || R <- A].
tr([[] | _]) -> [];
tr(M) -> [[hd(R) || R <- M] | tr([tl(R) || R <- M])].

det([[X]]) -> X;
det([R | Rs]) -> lists:sum([(1 - 2 * (I rem 2)) * X * det([drop(I, Row) || Row <- Rs]) || {I, X} <- lists:zip(lists:seq(0, length(R) - 1), R)]).
drop(0, [_ | T]) -> T;
drop(I, [H | T]) -> [H | drop(I - 1, T)].

fft([X]) -> [X];
fft(L) ->
    {E, O} = halves(L),
    N = length(L),
    Ev = fft(E),
    Od = [cmul(X, twiddle(K, N)) || {K, X} <- lists:zip(lists:seq(0, N div 2 - 1), fft(O))],
    [cadd(A, B) || {A, B} <- lists:zip(Ev, Od)] ++ [csub(A, B) || {A, B} <- lists:zip(Ev, Od)].
halves([A, B | T]) -> {E, O} = halves(T), {[A | E], [B | O]};
halves([]) -> {[], []}.
twiddle(K, N) -> W = -2 * math:pi() * K / N, {math:cos(W), math:sin(W)}.
cmul({A, B}, {C, D}) -> {A * C - B * D, A * D + B * C}.
cadd({A, B}, {C, D}) -> {A + C, B + D}.
csub({A, B}, {C, D}) -> {A - C, B - D}.
r(X) -> round(X * 1.0e9) / 1.0e9 + 0.0.

simpson(F, A, B, N) ->
    H = (B - A) / N,
    S = lists:sum([(case I rem 2 of 0 -> 2.0; 1 -> 4.0 end) * F(A + I * H) || I <- lists:seq(1, N - 1)]),
    H / 3.0 * (F(A) + S + F(B)).

newton(_, _, X, 0) -> X;
newton(F, D, X, N) -> newton(F, D, X - F(X) / D(X), N - 1).

rk4(_, _, Y, _, 0) -> Y;
rk4(F, T, Y, H, N) ->
    K1 = F(T, Y),
    K2 = F(T + H / 2, Y + H / 2 * K1),
    K3 = F(T + H / 2, Y + H / 2 * K2),
    K4 = F(T + H, Y + H * K3),
    rk4(F, T + H, Y + H / 6 * (K1 + 2 * K2 + 2 * K3 + K4), H, N - 1).

kahan(L) -> kahan(L, 0.0, 0.0).
kahan([], S, _) -> S;
kahan([X | T], S, C) ->
    Y = X - C,
    Z = S + Y,
    kahan(T, Z, (Z - S) - Y).
