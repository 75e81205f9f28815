%% the shortest digits that read back as the same float
-module(arith_float_printing).
-export([main/0]).
-import(prog, [id/1]).

main() ->
    Fs = [0.1, 0.2, 0.3, 0.1 + id(0.2), 1.0, 10.0, 100.0, 123456.789, 1.0e21, 1.0e22, 1.0e23, 9.999999999999999e22, 1.0e-5, 1.0e-4,
          0.001, 0.00012345, 1.5e300, 2.2250738585072014e-308, 5.0e-324, 1.7976931348623157e308, 4.35, 4.349999999999999,
          9007199254740992.0, 9007199254740993.0, 123456789012345680.0, 1234567890123456789012.0, 100000.0, 1000000.0, 12345678.9,
          0.5, 1.0e15, 1.0e16, 1.0e17, 72057594037927945.0, -1.5, -1.0e-7, 3.141592653589793, 2.718281828459045],
    [io:format("~w ~p ~s ~s~n", [F, F, float_to_list(F), float_to_list(F, [short])]) || F <- Fs],
    [true = list_to_float(float_to_list(F, [short])) =:= F || F <- Fs],
    [true = list_to_float(float_to_list(F)) =:= F || F <- Fs],
    ok.
