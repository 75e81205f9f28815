%% integer arithmetic around zero, with signs
-module(arith_small).
-export([main/0]).
-import(prog, [id/1, try_call/1]).

main() ->
    Ns = [0, 1, -1, 2, -2, 3, -3, 7, -7, 10, -10],
    [io:format("~p ~p: ~w~n", [A, B, ops(id(A), id(B))]) || A <- Ns, B <- Ns],
    [io:format("~p: ~p ~p ~p ~p~n", [A, -id(A), +id(A), abs(id(A)), bnot id(A)]) || A <- Ns].

ops(A, 0) -> [A + 0, A - 0, A * 0, element(2, try_call(fun() -> A div id(0) end)), element(2, try_call(fun() -> A rem id(0) end))];
ops(A, B) -> [A + B, A - B, A * B, A div B, A rem B].
