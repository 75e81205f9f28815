%% format strings that do not fit their arguments
-module(fmt_errors).
-export([main/0]).
-import(prog, [try_call/1]).

main() ->
    Cases = [{"~w", []}, {"~w", [1, 2]}, {"~", []}, {"~q", [1]}, {"~s", [1]}, {"~b", [a]}, {"~c", [a]}, {"~.1b", [5]}, {"~.37b", [5]}, {"~*w", [a, 1]}, {"~f", [x]}, {"~x", [1]}, {"~tq", [1]}, {"~p", a}, {a, []}, {[$~, $w], [1]}, {<<"~w~n">>, [1]}, {"~-", [1]}],
    [io:format("~p: ~0p~n", [C, element(1, try_call(fun() -> lists:flatten(io_lib:format(F, A)) end))]) || {F, A} = C <- Cases],
    io:format("~p~n", [catch_reason(fun() -> io:format("~s~n", [{no, string}]) end)]),
    io:format("~p~n", [lists:flatten(io_lib:fwrite("~w-~w", [a, b]))]),
    io:format("~p~n", [[io_lib:scan_format("a~5.2.*ftb~w", [1.5, x]), io_lib:unscan_format(io_lib:scan_format("~10.3.0f", [1.5]))]]) .

catch_reason(F) ->
    try F() catch C:R -> {C, R} end.
