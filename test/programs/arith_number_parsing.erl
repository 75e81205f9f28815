%% texts read as integers and floats, and texts that are neither
-module(arith_number_parsing).
-export([main/0]).
-import(prog, [show/2]).

main() ->
    [show(S, fun() -> list_to_integer(S) end) || S <- ["0", "-0", "+7", "007", "12345678901234567890", "-9007199254740993", "", "-", "1 ", " 1", "1.0", "ff", "1_0"]],
    [show(S, fun() -> list_to_integer(S, 16) end) || S <- ["ff", "FF", "-Ff", "g", "0x1", "deadbeefdeadbeefdeadbeef"]],
    [show(S, fun() -> list_to_integer(S, 36) end) || S <- ["zz", "-ZZ", "hello world", "helloworld"]],
    [show(S, fun() -> list_to_float(S) end) || S <- ["1.0", "-1.5e10", "+0.1", "1e5", "1.", ".5", "1.0e", "1.0e400", "1.0e-400", "1.7976931348623158e308", "1.7976931348623159e308", "0.1e1", "1.0E+2", "1,5", "123456789.123456789e-5"]],
    [show(io_lib:format("~p", [B]), fun() -> binary_to_integer(B) end) || B <- [<<"42">>, <<>>, <<"4 2">>, <<"-">>, <<1:3>>, <<"99999999999999999999">>]],
    [show(io_lib:format("~p", [B]), fun() -> binary_to_float(B) end) || B <- [<<"4.2">>, <<"4">>, <<"4.2x">>, <<"-4.2e-3">>]],
    [show(S, fun() -> string:to_integer(S) end) || S <- ["12ab", "-3", "x", "", "+4.5", "99999999999999999999z"]],
    [show(S, fun() -> string:to_float(S) end) || S <- ["1.5ab", "-3", "x", "1.0e3,", "1.e"]].
