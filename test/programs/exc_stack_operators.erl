%% which operators stand in the trace of their badarith
%% release-dependent: OTP 25 has no entry for adding or subtracting a small constant
-module(exc_stack_operators).
-export([main/0]).
-import(prog, [id/1, try_call/2]).

main() ->
    A = id(a),
    B = id(3),
    F = id(2.5),
    Fs = [fun() -> {A + B} end, fun() -> {B + A} end, fun() -> {A + 1} end, fun() -> {1 + A} end, fun() -> {A - 1} end, fun() -> {1 - A} end, fun() -> {A - B} end, fun() -> {A * 2} end, fun() -> {A * B} end,
          fun() -> {A / 2} end, fun() -> {B / id(0)} end, fun() -> {A div 2} end, fun() -> {B div id(0)} end, fun() -> {B rem id(0)} end, fun() -> {A rem B} end, fun() -> {A band 7} end, fun() -> {A bor B} end, fun() -> {A bxor B} end, fun() -> {bnot A} end, fun() -> {-A} end, fun() -> {+A} end,
          fun() -> {A bsl 1} end, fun() -> {1 bsl A} end, fun() -> {A bsr B} end, fun() -> {F + A} end, fun() -> {F / id(0.0)} end, fun() -> {F * 1.0e308 * 1.0e308} end, fun() -> {abs(A)} end, fun() -> {A + 100000000000} end, fun() -> {A + (1 bsl 59)} end, fun() -> {A + (1 bsl 60)} end, fun() -> {A - (1 bsl 59)} end, fun() -> {A - (-(1 bsl 59))} end, fun() -> {A + 1.0} end, fun() -> {float_ops(F, A)} end, fun() -> {F div 2} end,
          fun() -> {not A} end, fun() -> {A and true} end, fun() -> {A > B} end, fun() -> {A ++ [1]} end, fun() -> {[1] -- A} end, fun() -> {typed(B) + A} end],
    [io:format("~p ~p~n", [I, try_call(?MODULE, G)]) || {I, G} <- lists:enumerate(Fs)],
    ok.

float_ops(X, Y) when is_float(X) -> X * 2.0 + Y.
typed(X) when is_integer(X), X > 0, X < 10 -> X.
