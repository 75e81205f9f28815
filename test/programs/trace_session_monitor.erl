%% trace:system/3: each session watches the system for itself
%% release-dependent: trace:system/3 came with OTP 28
-module(trace_session_monitor).
-export([main/0]).

main() ->
    case list_to_integer(erlang:system_info(otp_release)) >= 28 of
        true -> run();
        false -> io:format("~p~n", [code:ensure_loaded(trace) =:= {module, trace} andalso erlang:function_exported(trace, system, 3)])
    end.

say(F) ->
    io:format("~p~n", [try F() catch C:E -> {C, E} end]).

run() ->
    options(),
    without_tracer(),
    queues(),
    heaps().

options() ->
    S = trace:session_create(options, self(), []),
    {_, Weak} = S,
    Info = fun() -> trace:info(S, system, all) end,
    say(Info),
    [say(fun() -> trace:system(S, What, Value) end)
     || {What, Value} <- [{foo, true}, {busy_port, 3}, {large_heap, true}, {long_message_queue, {3, 3}}, {long_gc, -1}]],
    say(Info),
    [say(fun() -> {trace:system(S, What, Value), Info()} end)
     || {What, Value} <- [{large_heap, 1 bsl 40}, {long_gc, 0}, {long_gc, 100000}, {long_message_queue, {30000, 40000}}, {busy_port, true},
                          {busy_dist_port, true}, {busy_port, false}, {long_gc, false}]],
    say(fun() -> trace:info(S, system, foo) end),
    say(fun() -> trace:info(any, system, all) end),
    say(fun() -> erlang:trace_info(system, all) end),
    say(fun() -> erlang:system_monitor() end),
    say(fun() -> erts_internal:system_monitor(S, self(), [busy_port]) end),
    say(fun() -> erts_internal:system_monitor(foo) end),
    say(fun() -> trace:system({a, b}, long_gc, 1) end),
    say(fun() -> trace:system(legacy, long_gc, 1) end),
    say(fun() -> {trace:system(Weak, busy_dist_port, false), trace:info(Weak, system, all)} end),
    say(fun() -> trace:session_destroy(S) end),
    say(Info),
    say(fun() -> trace:system(S, long_gc, 7) end).

%% As the old functions: whoever is named is told.
without_tracer() ->
    S = trace:session_create(without, undefined, []),
    Self = self(),
    Other = spawn(fun() -> receive stop -> ok end end),
    Name = fun({P, L}) when P =:= Self -> {self, L}; ({P, L}) when P =:= Other -> {other, L}; (T) -> T end,
    [say(fun() -> {Name(erts_internal:system_monitor(S, Pid, Options)), Name(erts_internal:system_monitor(S))} end)
     || {Pid, Options} <- [{Self, [{long_gc, 100000}]}, {Other, [busy_port]}, {Self, [foo]}, {session, [{busy_port, true}]}, {undefined, []}]],
    Other ! stop,
    trace:session_destroy(S).

queues() ->
    [S1, S2] = [trace:session_create(Name, self(), []) || Name <- [one, two]],
    trace:system(S1, long_message_queue, {1, 3}),
    trace:system(S2, long_message_queue, {2, 5}),
    Q = spawn(fun taker/0),
    [Q ! m || _ <- lists:seq(1, 4)],
    say(fun() -> told(Q) end),
    Q ! m,
    say(fun() -> told(Q) end),
    take(Q, 3),
    say(fun() -> told(Q) end),
    take(Q, 1),
    say(fun() -> told(Q) end),
    trace:session_destroy(S1),
    [Q ! m || _ <- lists:seq(1, 4)],
    say(fun() -> told(Q) end),
    trace:system(S2, long_message_queue, false),
    take(Q, 5),
    say(fun() -> told(Q) end),
    trace:session_destroy(S2).

taker() ->
    receive {take, N, From} -> [receive m -> ok end || _ <- lists:seq(1, N)], From ! done, taker() end.

take(Q, N) ->
    Q ! {take, N, self()},
    receive done -> ok end.

told(P) ->
    receive {monitor, P, What, Value} -> [{What, Value} | told(P)] after 100 -> [] end.

heaps() ->
    S = trace:session_create(heaps, self(), []),
    trace:system(S, large_heap, 20000),
    P = spawn(fun() -> L = lists:seq(1, 50000), erlang:garbage_collect(), receive stop -> length(L) end end),
    receive {monitor, P, large_heap, Info} -> io:format("~p~n", [lists:sort([K || {K, _} <- Info])]) after 5000 -> io:format("none~n") end,
    P ! stop,
    trace:session_destroy(S).
