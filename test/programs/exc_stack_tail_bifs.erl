%% A BIF that is called last and raises, at once or after a long list: its caller is in the stack.
-module(exc_stack_tail_bifs).
-export([main/0, t/1]).
main() ->
    [show(N) || N <- lists:seq(1, 12)].

show(N) ->
    try
        io:format("~p ~p~n", [N, t(N)])
    catch
        C:R:S -> io:format("~p ~p ~p~n", [N, C, {reason(R), [{F, arity(A)} || {M, F, A, _} <- S, M =/= init]}])
    end.

reason(R) when is_atom(R) -> R;
reason(_) -> other.

arity(A) when is_list(A) -> length(A);
arity(A) -> A.

t(1) -> f1([1|2], id([]));
t(2) -> f2([1|2], id([]));
t(3) -> f3(id([1|2]), id([3]));
t(4) -> f4(id([1|2]), id(4));
t(5) -> f5(id([1|2]), id(4));
t(6) -> f1(list(200000), id([]));
t(7) -> f3(list(200000), id([3]));
t(8) -> f4(list(200000), id(x));
t(9) -> f5(list(200000), id(3));
t(10) -> f6([1|2], id([]));
t(11) -> f7(id([1|2]), id([]));
t(12) -> f7(list(200000), id([])).
f1(A, B) -> lists:reverse(A, B).
f2(A, B) -> X = lists:reverse(A, B), id(X).
f3(A, B) -> A ++ B.
f4(A, B) -> lists:member(B, A).
f5(A, B) -> lists:keyfind(B, 1, A).
f6(A, B) -> lists:foldl(B, 1, A).
f7(A, _B) -> iolist_to_binary(A).
list(N) -> lists:foldl(fun(X, A) -> [{X,x}|A] end, x, lists:seq(1, N)).
id(X) -> X.
