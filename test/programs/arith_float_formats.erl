%% float_to_list and float_to_binary with decimals, scientific and compact
-module(arith_float_formats).
-export([main/0]).
-import(prog, [id/1, show/2]).

main() ->
    Fs = [0.0, 1.0, -1.5, 123.456, 0.000123, 1.0e10, 123456789.125, 0.5, 0.05, 0.005, 2.675, 1.005, 1.0e22, 99.99],
    [io:format("~w: ~s ~s ~s ~s ~s ~s~n", [F, float_to_list(F, [{decimals, 0}]), float_to_list(F, [{decimals, 2}]), float_to_list(F, [{decimals, 10}]),
        float_to_list(F, [{decimals, 10}, compact]), float_to_list(F, [{scientific, 3}]), float_to_binary(F, [{scientific, 0}])]) || F <- Fs],
    show("too many", fun() -> float_to_list(1.0, [{decimals, 300}]) end),
    show("negative", fun() -> float_to_list(1.0, [{decimals, -1}]) end),
    show("integer", fun() -> float_to_list(id(1), [{decimals, 1}]) end),
    show("unknown", fun() -> float_to_list(1.0, [nosuch]) end),
    show("last wins", fun() -> float_to_list(1.5, [{scientific, 3}, {decimals, 1}]) end),
    show("long", fun() -> float_to_list(0.1, [{decimals, 60}]) end),
    show("long scientific", fun() -> float_to_list(1.0e100, [{scientific, 40}]) end).
