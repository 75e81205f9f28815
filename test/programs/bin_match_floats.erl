%% floats of 16, 32 and 64 bits, and bit patterns that are no floats
-module(bin_match_floats).
-export([main/0]).
-import(prog, [id/1, show/2]).

main() ->
    Bs = [<<0:64>>, <<1:1, 0:63>>, <<16#3ff0000000000000:64>>, <<16#7ff0000000000000:64>>, <<16#7ff8000000000000:64>>, <<16#fff0000000000000:64>>,
          <<1:64>>, <<16#7fefffffffffffff:64>>, <<16#4009_21fb54442d18:64>>],
    [io:format("~p ~p~n", [f64(id(B)), l64(id(B))]) || B <- Bs],
    [io:format("~p~n", [f32(id(<<N:32>>))]) || N <- [0, 16#80000000, 16#3f800000, 16#7f800000, 16#7fc00000, 1, 16#7f7fffff, 16#40490fdb, 16#00800000]],
    [io:format("~p~n", [f16(id(<<N:16>>))]) || N <- [0, 16#8000, 16#3c00, 16#7c00, 16#7e00, 1, 16#7bff, 16#4248, 16#0400, 16#fbff]],
    <<_:3, F/float-little, _:5>> = id(<<0:3, 2.75/float-little, 0:5>>),
    io:format("~p~n", [F]),
    show("size 24", fun() -> case id(<<0:24>>) of <<X:24/float>> -> X; _ -> nomatch end end).

f64(<<F/float>>) -> F;
f64(_) -> none.
l64(<<F:64/little-float>>) -> F;
l64(_) -> none.
f32(<<F:32/float>>) -> F;
f32(_) -> none.
f16(<<F:16/float>>) -> F;
f16(_) -> none.
