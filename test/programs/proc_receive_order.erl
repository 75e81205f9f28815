%% a receive with several clauses takes the first message that fits any
-module(proc_receive_order).
-export([main/0]).
-import(prog, [flush/0]).

main() ->
    [self() ! M || M <- [c, b, a, {x, 1}, {y, 2}, 5, "str", c]],
    io:format("~p~n", [receive a -> a; b -> b end]),
    io:format("~p~n", [receive {K, V} when V > 1 -> {K, V} end]),
    io:format("~p~n", [receive N when is_integer(N) -> N; [_ | _] = S -> S end]),
    io:format("~p~n", [receive M -> M end]),
    io:format("~p~n", [flush()]),
    self() ! 1, self() ! 2, self() ! 3,
    X = 2,
    io:format("~p~n", [receive X -> {bound, X} end]),
    io:format("~p~n", [receive Y when Y =/= 1 -> Y after 0 -> none end]),
    io:format("~p~n", [flush()]),
    self() ! {a, {b, [c, #{d => e}]}},
    io:format("~p~n", [receive {a, {b, [_, #{d := D}]}} -> D end]),
    self() ! <<1, 2, 3>>,
    io:format("~p~n", [receive <<A, R/binary>> -> {A, R} end]),
    self() ! 1.0,
    io:format("~p~n", [receive 1 -> int after 0 -> receive 1.0 -> float end end]).
