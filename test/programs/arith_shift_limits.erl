%% shifts by absurd amounts
-module(arith_shift_limits).
-export([main/0]).
-import(prog, [id/1, show/2]).

main() ->
    show("0 bsl huge", fun() -> 0 bsl id(1 bsl 62) end),
    show("1 bsr huge", fun() -> 1 bsr id(1 bsl 62) end),
    show("-1 bsr huge", fun() -> -1 bsr id(1 bsl 62) end),
    show("1 bsl huge", fun() -> 1 bsl id(1 bsl 62) end),
    show("-5 bsl huge", fun() -> -5 bsl id(1 bsl 40) end),
    show("1 bsl bignum", fun() -> 1 bsl id(1 bsl 80) end),
    show("0 bsl bignum", fun() -> 0 bsl id(1 bsl 80) end),
    show("1 bsr -bignum", fun() -> 1 bsr id(-(1 bsl 80)) end),
    show("1 bsl -bignum", fun() -> 1 bsl id(-(1 bsl 80)) end),
    show("bits", fun() -> length(integer_to_list(1 bsl id(100000), 2)) end),
    show("a bsl 1", fun() -> id(a) bsl 1 end),
    show("1 bsl 1.0", fun() -> 1 bsl id(1.0) end),
    show("1.0 bsr 1", fun() -> id(1.0) bsr 1 end).
