%% queue in its three interfaces
-module(ds_queue).
-export([main/0]).
-import(prog, [id/1, show/2]).

main() ->
    Q = lists:foldl(fun queue:in/2, queue:new(), [1, 2, 3]),
    {{value, A}, Q2} = queue:out(Q),
    io:format("~w~n", [[A, queue:to_list(Q2), queue:len(Q), queue:is_empty(Q), queue:peek(Q), queue:peek_r(Q), queue:out_r(Q)]]),
    io:format("~w~n", [[queue:to_list(queue:in_r(0, Q)), queue:to_list(queue:reverse(Q)), queue:to_list(queue:join(Q, Q)), queue:member(2, Q), queue:get(Q), queue:drop(Q) =/= x]]),
    io:format("~w~n", [[queue:to_list(queue:filter(fun(X) -> X > 1 end, Q)), queue:fold(fun(X, S) -> X + S end, 0, Q), queue:split(1, Q), queue:any(fun(X) -> X =:= 3 end, Q), queue:delete(2, Q)]]),
    show("get empty", fun() -> queue:get(queue:new()) end),
    show("bad queue", fun() -> queue:in(1, id(a)) end),
    N = lists:foldl(fun(I, Acc) -> {{value, X}, R} = queue:out(queue:in(I, Acc)), queue:in(X + 1, R) end, Q, lists:seq(1, 1000)),
    io:format("~w~n", [queue:to_list(N)]).
