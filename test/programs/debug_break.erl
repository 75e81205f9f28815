%% erts_debug:breakpoint/2: calls go to the error handler of the process, until it is cleared.
-module(debug_break).
-export([main/0, breakpoint/3, undefined_function/3, undefined_lambda/3, one/1, two/2, calls/1, whole/1]).

main() ->
    process_flag(error_handler, ?MODULE),
    say(before, [one(1), ?MODULE:two(1, 2), calls(3)]),
    say(one, erts_debug:breakpoint({?MODULE, one, 1}, true)),
    say(redirected, [one(1), ?MODULE:one(<<1, 2>>), calls(3), (fun one/1)(4), (fun ?MODULE:one/1)(5), apply(?MODULE, one, [6])]),
    say(rest, [begin <<_:3, R/bitstring>> = <<X>>, one(R) end || X <- [1, 255]]),
    say(twice, erts_debug:breakpoint({?MODULE, one, 1}, true)),
    say(two, erts_debug:breakpoint({?MODULE, two, '_'}, true)),
    say(both, [one(1), two(1, 2), ?MODULE:two(3, 4), calls(5)]),
    say(deep, catch whole(lists:seq(1, 3))),
    say(cleared, erts_debug:breakpoint({?MODULE, '_', '_'}, false) > 5),
    say(later, [one(1), two(1, 2), calls(3), whole([1, 2])]),
    say(traced, traced()),
    [say(bad, {A, try erts_debug:breakpoint(A, On) catch E:W -> {E, W} end})
     || {A, On} <- [{x, true}, {{a, b}, true}, {{?MODULE, one, 1}, maybe_}, {{?MODULE, '_', 1}, true}, {{'_', one, 1}, true},
                    {{?MODULE, one, x}, true}, {{1, one, 1}, true}, {{no_such, '_', '_'}, true}, {{?MODULE, no_such, 1}, true}]],
    ok.

%% A trace sees the call that the breakpoint gets.
traced() ->
    Me = self(),
    erlang:trace_pattern({?MODULE, one, 1}, true, [local]),
    P = spawn(fun() ->
        process_flag(error_handler, ?MODULE),
        receive go -> ok end,
        Me ! {result, one(7), erts_debug:breakpoint({?MODULE, one, 1}, false), one(8)}
    end),
    erlang:trace(P, true, [call]),
    N = erts_debug:breakpoint({?MODULE, one, 1}, true),
    P ! go,
    Result = receive {result, A, B, C} -> {A, B, C} end,
    D = erlang:trace_delivered(P),
    receive {trace_delivered, P, D} -> ok end,
    erlang:trace_pattern({?MODULE, one, 1}, false, [local]),
    {N, Result, traces(P)}.

traces(P) -> receive {trace, P, call, {M, F, A}} -> [{M, F, A} | traces(P)] after 0 -> [] end.

say(What, Value) -> io:format("~w: ~0p~n", [What, Value]).

breakpoint(M, F, Args) -> {breakpoint, M, F, Args}.
undefined_function(M, F, Args) -> error_handler:undefined_function(M, F, Args).
undefined_lambda(M, F, Args) -> error_handler:undefined_lambda(M, F, Args).

one(X) -> {one, X}.
two(X, Y) -> {two, X, Y}.
calls(X) -> [one(X), two(X, X)].
whole([H | T]) -> [one(H) | whole(T)];
whole([]) -> two([], []).
