%% Recursion 50000 levels deep by every way of calling: each kind of frame has to fit the stack or leave it in time.
-module(stack_deep_kinds).
-export([main/0, external_fun/2, through_map/1, applied/1, fully/1, id/1]).

-define(N, 50000).

main() ->
    show(small, small(?N)),
    show(registers, registers(?N, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)),
    show(fun_external, (id(fun ?MODULE:external_fun/2))(fun ?MODULE:external_fun/2, ?N)),
    show(fun_local, local(?N)),
    show(closures, (closure(?N))()),
    show(lists_map, through_map(?N)),
    show(applied, applied(?N)),
    show(module_variable, variable(?N)),
    show(fully_qualified, fully(?N)),
    show('try', in_try(?N)),
    show('catch', in_catch(?N)),
    show(binary, byte_size(binary(?N))),
    show(foldl, foldl(?N)),
    show(sort, sort(?N)).

show(What, Value) -> io:format("~p: ~p~n", [What, Value]).

small(0) -> 0;
small(N) -> 1 + small(N - 1).

registers(0, _, _, _, _, _, _, _, _, _, _, _, _) -> 0;
registers(N, A, B, C, D, E, F, G, H, I, J, K, L) ->
    R = registers(N - 1, B, C, D, E, F, G, H, I, J, K, L, A),
    (R + A + B * C + D + E * F + G + H * I + J + K * L) band 16#FFFFFF.

external_fun(_, 0) -> 0;
external_fun(F, N) -> 1 + F(F, N - 1).

local(N) ->
    F = fun F(0) -> 0; F(M) -> 1 + F(M - 1) end,
    F(N).

closure(0) -> fun() -> 0 end;
closure(N) -> fun() -> X = (closure(N - 1))(), X + 1 end.

through_map(0) -> 0;
through_map(N) -> 1 + hd(lists:map(id(fun ?MODULE:through_map/1), [N - 1])).

applied(0) -> 0;
applied(N) -> 1 + apply(id(?MODULE), applied, [N - 1]).

variable(0) -> 0;
variable(N) -> M = id(?MODULE), 1 + M:applied(N - 1).

fully(0) -> 0;
fully(N) -> 1 + ?MODULE:fully(N - 1).

in_try(0) -> 0;
in_try(N) -> try in_try(N - 1) of X -> X + 1 catch throw:Y -> Y end.

in_catch(0) -> 0;
in_catch(N) -> case catch in_catch(N - 1) of X -> X + 1 end.

binary(0) -> <<>>;
binary(N) -> B = binary(N - 1), <<B/binary, N:16, 1:3, 2:5, N:8>>.

foldl(0) -> 0;
foldl(N) -> lists:foldl(fun(X, A) -> A + X + foldl(N - 1) end, 0, [1]).

sort(0) -> 0;
sort(N) -> [A | _] = lists:sort(fun(X, Y) -> sort(N - 1), X =< Y end, [2, 1]), A.

id(X) -> X.
