%% Collections that a program asks for: the trace flag garbage_collection, max_heap_size, system_monitor
-module(trace_garbage_collection).
-export([main/0]).

main() ->
    own(),
    of_others(),
    sensitive(),
    limit(),
    monitored(),
    ok.

worker() ->
    Self = self(),
    spawn(fun F() ->
                  receive
                      {gc, Type} -> erlang:garbage_collect(self(), [{type, Type}]);
                      {sensitive, How} -> process_flag(sensitive, How)
                  end,
                  Self ! done,
                  F()
          end).

%% Each with a process of its own: in OTP a minor collection may be followed by a major one.
own() ->
    [begin
         P = worker(),
         1 = erlang:trace(P, true, [garbage_collection | Flags]),
         P ! {gc, Type},
         show(Type, 2),
         stop(P)
     end || Type <- [major, minor], Flags <- [[], [timestamp], [monotonic_timestamp]]].

of_others() ->
    [begin
         P = worker(),
         1 = erlang:trace(P, true, [garbage_collection]),
         io:format("~p~n", [erlang:garbage_collect(P, Options)]),
         show(Options, 2),
         stop(P)
     end || Options <- [[], [{type, major}], [{type, minor}]]],
    Q = worker(),
    1 = erlang:trace(Q, true, [garbage_collection]),
    async = erlang:garbage_collect(Q, [{type, major}, {async, here}]),
    receive {garbage_collect, here, Done} -> io:format("~p~n", [Done]) end,
    show(async, 2),
    stop(Q).

stop(P) ->
    M = erlang:monitor(process, P),
    exit(P, kill),
    receive {'DOWN', M, process, P, _} -> ok end,
    Ref = erlang:trace_delivered(P),
    receive {trace_delivered, P, Ref} -> flush() end.

flush() -> receive _ -> flush() after 0 -> ok end.

show(What, N) ->
    io:format("~p~n", [What]),
    [receive
         {trace, _, Tag, Info} -> io:format("  ~p ~p~n", [Tag, keys(Info)]);
         {trace_ts, _, Tag, Info, T} -> io:format("  ~p ~p ~p~n", [Tag, length(Info), is_tuple(T)])
     after 1000 -> io:format("  nothing~n")
     end || _ <- lists:seq(1, N)].

keys(Info) -> [K || {K, N} <- Info, is_integer(N), N >= 0].

sensitive() ->
    P = worker(),
    1 = erlang:trace(P, true, [garbage_collection]),
    P ! {sensitive, true},
    receive done -> ok end,
    P ! {gc, major},
    receive done -> ok end,
    Ref = erlang:trace_delivered(P),
    receive {trace_delivered, P, Ref} -> ok end,
    io:format("sensitive ~p~n", [receive {trace, P, Tag, _} -> Tag after 0 -> nothing end]),
    exit(P, kill).

%% A collection that finds too much ends the process, however little it does itself.
limit() ->
    Options = [{max_heap_size, #{size => 2000, kill => true, error_logger => false}}, {message_queue_data, on_heap}],
    {P, M} = spawn_opt(fun() -> receive after 10000 -> ok end end, [monitor | Options]),
    1 = erlang:trace(P, true, [garbage_collection]),
    [P ! lists:duplicate(I, I) || I <- lists:seq(1, 100)],
    {messages, [_ | _]} = process_info(P, messages),
    io:format("~p~n", [erlang:garbage_collect(P)]),
    io:format("~p~n", [receive {'DOWN', M, process, P, Why} -> Why end]),
    io:format("~p~n", [tags(P)]),
    {Q, MQ} = spawn_opt(fun F() -> erlang:make_tuple(5000, []), F() end, [monitor | Options]),
    io:format("~p~n", [receive {'DOWN', MQ, process, Q, Why2} -> Why2 end]),
    {R, MR} = spawn_opt(fun() -> receive go -> ok end end, [monitor | Options]),
    erlang:garbage_collect(R),
    R ! go,
    io:format("~p~n", [receive {'DOWN', MR, process, R, Why3} -> Why3 end]).

tags(P) -> receive {trace, P, Tag, _} -> [Tag | tags(P)] after 0 -> [] end.

monitored() ->
    erts_debug:set_internal_state(available_internal_state, true),
    try
        erts_debug:set_internal_state(test_long_gc_sleep, 50),
        Self = self(),
        erlang:system_monitor(Self, [{long_gc, 30}, {large_heap, 20000}]),
        [begin
             P = spawn_opt(fun() -> garbage_collect(), Self ! {self(), done} end, [{min_heap_size, Size}]),
             receive {P, done} -> ok end,
             io:format("~p~n", [lists:reverse(monitor_messages(P))])
         end || Size <- [500, 50000]],
        erlang:garbage_collect(),
        io:format("~p~n", [monitor_messages(Self)])
    after
        erlang:system_monitor(undefined),
        erts_debug:set_internal_state(test_long_gc_sleep, 0),
        erts_debug:set_internal_state(available_internal_state, false)
    end.

monitor_messages(P) ->
    receive {monitor, P, What, Info} -> [{What, keys(Info)} | monitor_messages(P)] after 100 -> [] end.
