%% traces of deep calls keep eight frames, equal neighbours once
-module(exc_stack_depth).
-export([main/0]).
-import(prog, [try_call/2]).

main() ->
    io:format("~p~n", [try_call(?MODULE, fun() -> a(1) end)]),
    io:format("~p~n", [try_call(?MODULE, fun() -> self_rec(20) end)]),
    io:format("~p~n", [try_call(?MODULE, fun() -> mutual_a(7) end)]),
    io:format("~p~n", [try_call(?MODULE, fun() -> mutual_a(30) end)]),
    io:format("~p~n", [try_call(?MODULE, fun() -> two_sites(9) end)]),
    io:format("~p~n", [try_call(?MODULE, fun() -> cons_rec([1, 2, 3, x, 4]) end)]).

a(X) -> Y = b(X), {Y}.
b(X) -> Y = c(X), {Y}.
c(X) -> Y = d(X), {Y}.
d(X) -> Y = e(X), {Y}.
e(X) -> Y = f(X), {Y}.
f(X) -> Y = g(X), {Y}.
g(X) -> Y = h(X), {Y}.
h(X) -> Y = i(X), {Y}.
i(X) -> Y = j(X), {Y}.
j(X) -> error({bottom, X}).

self_rec(0) -> error(bottom);
self_rec(N) ->
    X = self_rec(N - 1),
    {X}.

mutual_a(0) -> error(bottom_a);
mutual_a(N) -> X = mutual_b(N - 1), {X}.
mutual_b(0) -> error(bottom_b);
mutual_b(N) -> X = mutual_a(N - 1), [X].

two_sites(0) -> throw(bottom);
two_sites(N) when N rem 3 =:= 0 ->
    X = two_sites(N - 1),
    {three, X};
two_sites(N) ->
    X = two_sites(N - 1),
    {other, X}.

cons_rec([H | T]) -> [H * 2 | cons_rec(T)];
cons_rec([]) -> [].
