%% traces of calls that only raise, of throws nobody catches, and of calls with match contexts
-module(trace_raisers).
-export([main/0, f/1]).
-import(prog, [id/1]).

main() ->
    Spec = [{'_', [], [{exception_trace}]}],
    Names = [exit, throw, error, raise, nif_error, '++', send, '!', self, yield],
    [erlang:trace_pattern({erlang, F, '_'}, Spec, [local]) || F <- Names],
    _ = erlang:trace_pattern({?MODULE, f, 1}, Spec, [local]),
    Cases = [exit, throw, error, error_2, error_3, raise, nif_error, append, body, bang, send, yield, guard],
    [traced(C, fun() -> try ?MODULE:f(C) catch _:_ -> ok end end) || C <- Cases],
    [traced({uncaught, C}, fun() -> f(C) end) || C <- [throw, exit]],
    traced({caught_further_out, throw}, fun() -> catch id(?MODULE:f(throw)) end),
    _ = erlang:trace_pattern({'_', '_', '_'}, false, [local]),
    _ = erlang:trace_pattern({?MODULE, sum, 2}, true, [local]),
    traced(contexts, fun() -> id(sum(id(<<1, 2, 3>>), 0)) end).

%% Runs F in a process of its own and prints the trace of it.
traced(What, F) ->
    Tracer = spawn_link(fun() -> tracer([]) end),
    {P, Mon} = spawn_monitor(fun() -> receive go -> exit(_ = F()) end end),
    erlang:trace(P, true, [call, {tracer, Tracer}]),
    P ! go,
    receive {'DOWN', Mon, process, P, _} -> ok end,
    Ref = erlang:trace_delivered(P),
    receive {trace_delivered, P, Ref} -> ok end,
    Tracer ! {self(), all},
    receive {Tracer, Events} -> io:format("~p~n", [{What, [event(P, E) || E <- Events]}]) end.

tracer(Events) ->
    receive
        {Pid, all} -> Pid ! {self(), lists:reverse(Events)};
        E -> tracer([E | Events])
    end.

event(P, E) -> [case X of P -> pid; {erlang, send, [P, M]} -> {send, M}; _ -> X end || X <- tuple_to_list(E)].

f(exit) -> exit(x);
f(throw) -> throw(x);
f(error) -> error(x);
f(error_2) -> error(x, [a]);
f(error_3) -> error(x, [a], []);
f(raise) -> erlang:raise(error, x, []);
f(nif_error) -> erlang:nif_error(x);
f(append) -> id(x) ++ id(y);
f(body) -> id(error(x));
f(bang) -> self() ! x, ok;
f(send) -> erlang:send(self(), x), ok;
f(yield) -> erlang:yield(), ok;
f(guard) when length([a]) > 1 -> ok;
f(guard) -> id(ok).

sum(<<H, T/binary>>, N) -> sum(T, H + N);
sum(<<>>, N) -> N.
