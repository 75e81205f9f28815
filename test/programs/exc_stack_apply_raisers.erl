%% a tail call by apply of what only raises leaves the function that applies in the trace, traced or not
-module(exc_stack_apply_raisers).
-export([main/0]).
-import(prog, [id/1, try_call/2]).

main() ->
    Types = [const, only, two, nested, twice, throw, exit, undefined, bad_list, not_tail],
    show(Types),
    Tracer = spawn_link(fun() -> receive after infinity -> ok end end),
    Spec = [{'_', [], [{exception_trace}]}],
    _ = erlang:trace_pattern({?MODULE, '_', '_'}, Spec, [local]),
    [erlang:trace_pattern({erlang, F, '_'}, Spec, [local]) || F <- [error, throw, exit]],
    erlang:trace(self(), true, [call, return_to, {tracer, Tracer}]),
    show(Types),
    erlang:trace(self(), false, [all]),
    [erlang:trace_pattern({M, '_', '_'}, false, [local]) || M <- [?MODULE, erlang]],
    ok.

show(Types) ->
    [io:format("~p~n", [{T, try_call(?MODULE, fun() -> caller(T) end)}]) || T <- Types].

caller(T) ->
    R = f(T),
    id(R).

f(const) -> apply(erlang, error, [oops]);
f(only) -> M = id(erlang), apply(M, error, [oops | id([])]);
f(two) -> M = id(erlang), apply(M, error, [oops, [x]]);
f(nested) -> M = id(erlang), apply(M, apply, [M, error, [oops, [x]]]);
f(twice) -> M = id(erlang), A = id(apply), apply(M, A, [M, A, [M, error, [oops, [x]]]]);
f(throw) -> M = id(erlang), apply(M, throw, [oops]);
f(exit) -> M = id(erlang), apply(M, exit, [oops]);
f(undefined) -> M = id(?MODULE), apply(M, id(no_such), []);
f(bad_list) -> M = id(erlang), apply(M, id(apply), [lists, reverse, [3]]);
f(not_tail) -> M = id(erlang), R = apply(M, error, [oops]), id(R).
