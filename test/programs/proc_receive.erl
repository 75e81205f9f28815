%% selective receive, order, after and nested receive
-module(proc_receive).
-export([main/0]).
-import(prog, [id/1, show/2, flush/0]).

main() ->
    [self() ! X || X <- [1, a, 2, b, 3, c]],
    io:format("~p~n", [atoms(3)]),
    io:format("~p~n", [flush()]),
    [self() ! {N rem 3, N} || N <- lists:seq(1, 9)],
    io:format("~p~n", [[receive {K, V} -> V end || K <- [0, 1, 2, 0, 1, 2]]]),
    io:format("~p~n", [flush()]),
    self() ! outer1, self() ! inner, self() ! outer2,
    R = receive outer2 -> receive inner -> {nested, receive outer1 -> last end} end end,
    io:format("~p~n", [R]),
    io:format("~p~n", [receive x -> y after 0 -> timeout end]),
    io:format("~p~n", [receive x -> y after 10 -> timeout end]),
    self() ! here,
    io:format("~p~n", [receive here -> got after 0 -> timeout end]),
    self() ! {big, 1 bsl 70},
    io:format("~p~n", [receive {big, N} when N < 5 -> small; {big, N} when N > 5 -> large after 0 -> timeout end]),
    show("bad timeout", fun() -> receive x -> y after id(a) -> z end end),
    show("negative", fun() -> receive x -> y after id(-1) -> z end end),
    show("too large", fun() -> receive x -> y after id(1 bsl 40) -> z end end),
    show("float", fun() -> receive x -> y after id(1.5) -> z end end).

atoms(0) -> [];
atoms(N) -> receive A when is_atom(A) -> [A | atoms(N - 1)] end.
