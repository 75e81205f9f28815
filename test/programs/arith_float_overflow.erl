%% floats that overflow raise badarith, those that underflow do not
-module(arith_float_overflow).
-export([main/0]).
-import(prog, [id/1, show/2]).

main() ->
    Max = id(1.7976931348623157e308),
    show("max*2", fun() -> Max * 2 end),
    show("max+max", fun() -> Max + Max end),
    show("-max-max", fun() -> -Max - Max end),
    show("max/0.1", fun() -> Max / 0.1 end),
    show("1/0.0", fun() -> 1 / id(0.0) end),
    show("0.0/0.0", fun() -> id(0.0) / id(0.0) end),
    show("float(big)", fun() -> float(id(1 bsl 1024)) end),
    show("big+1.0", fun() -> id(1 bsl 1024) + 1.0 end),
    show("big/big", fun() -> id(1 bsl 2000) / id(1 bsl 1999) end),
    show("float(almost)", fun() -> float(id((1 bsl 1024) - (1 bsl 970) - 1)) end),
    show("tiny", fun() -> id(5.0e-324) / 2 end),
    show("denormal", fun() -> id(1.0e-310) * 1.0e-5 end),
    show("exp", fun() -> math:exp(id(1000)) end),
    show("pow", fun() -> math:pow(id(10), 400) end),
    show("log", fun() -> math:log(id(0)) end),
    show("sqrt", fun() -> math:sqrt(id(-1)) end).
