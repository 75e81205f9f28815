%% What docs/differences.md lists: one function for each row, named in differences.test.ts.
-module(differences).
-export([run/1]).

run(Names) ->
    [io:format("~s: ~s~n", [N, one_line(try row(N) catch C:R -> {C, R} end)]) || N <- Names],
    ok.

one_line(T) ->
    io_lib:format("~0p", [T]).

row(map_order) ->
    maps:keys(maps:from_list([{I, I} || I <- lists:seq(1, 40)]));
row(time_unit) ->
    erlang:convert_time_unit(1, second, native);
row(schedulers) ->
    erlang:system_info(schedulers);
row(time_warp) ->
    erlang:system_info(time_warp_mode);
row(machine) ->
    [try erlang:system_info(K) =:= V catch error:badarg -> badarg end
     || {K, V} <- [{{allocator, eheap_alloc}, false}, {cpu_topology, undefined}, {c_compiler_used, undefined}]];
row(copying) ->
    T = {self(), make_ref()},
    Echo = spawn_link(fun() -> receive {From, X} -> From ! X end end),
    Echo ! {self(), T},
    receive Y -> erts_debug:same(T, Y) end;
row(memory) ->
    %% Does garbage count?
    Self = self(),
    spawn_link(fun() ->
                       _ = length(lists:seq(1, 50_000)),
                       {heap_size, Words} = process_info(self(), heap_size),
                       Self ! {words, Words > 50_000}
               end),
    receive {words, W} -> W end;
row(longest_binary) ->
    byte_size(binary:copy(<<0>>, 16#20000000));
row(referenced) ->
    <<Part:80/binary, _/binary>> = list_to_binary(lists:duplicate(100, 1)),
    binary:referenced_byte_size(Part);
row(iovec) ->
    length(erlang:iolist_to_iovec([binary:copy(<<N>>, 1000) || N <- [1, 2, 3]]));
row(set_order) ->
    T = table(set),
    ets:insert(T, [{I} || I <- lists:seq(1, 20)]),
    ets:tab2list(T);
row(large_table) ->
    %% How often the process is left while its table goes.
    T = table(set),
    ets:insert(T, [{I} || I <- lists:seq(1, 300_000)]),
    Self = self(),
    Counter = spawn_link(fun() -> Self ! {left, times_out(Self, 0)} end),
    erlang:trace(Self, true, [running, procs, {tracer, Counter}]),
    ets:delete(T),
    register(table_gone, self()),
    unregister(table_gone),
    receive {left, Times} when Times > 4 -> steps; {left, _} -> at_once end;
row(re_version) ->
    re:version();
row(slots) ->
    T = table(set),
    ets:insert(T, [{I} || I <- lists:seq(1, 5000)]),
    [ets:delete(T, I) || I <- lists:seq(1, 4900)],
    slots(T, 0);
row(table_memory) ->
    T = table(set),
    ets:insert(T, [{I, [I, I]} || I <- lists:seq(1, 1000)]),
    ets:info(T, memory);
row(deep_pattern) ->
    Deep = lists:foldl(fun(_, P) -> {P} end, '$1', lists:seq(1, 600)),
    ets:match(table(set), Deep);
row(bag_size) ->
    T = table(bag),
    ets:safe_fixtable(T, true),
    ets:insert(T, {1, 1}),
    ets:delete_object(T, {1, 1}),
    ets:insert(T, {1, 2}),
    ets:take(T, 1),
    ets:info(T, size);
row(short_default) ->
    T = ets:new(short_default, [{keypos, 3}]),
    {ets:update_counter(T, key, {2, 1}, {0, 0}), ets:tab2list(T)};
row(too_many) ->
    try apply(fun(A) -> A end, lists:seq(1, 257)) catch error:{badarity, _} -> badarity end;
row(contradiction) ->
    %% A call with one argument of a function that takes two.
    Code = [<<1, 16#10>>, <<2, 16#12, 16#22, 16#10>>, <<1, 16#20>>, <<78, 16#10, 16#00>>, <<3>>],
    {ok, Beam} = beam_lib:build_module([{"AtU8", <<4:32, 4, "file", 1, "f", 5, "lists", 3, "seq">>},
                                        {"Code", iolist_to_binary([<<16:32, 0:32, 170:32, 3:32, 1:32>> | Code])},
                                        {"StrT", <<>>},
                                        {"ImpT", <<1:32, 3:32, 4:32, 2:32>>},
                                        {"ExpT", <<1:32, 2:32, 1:32, 2:32>>}]),
    case erlang:prepare_loading(file, Beam) of
        {error, Reason} -> Reason;
        Ref when is_reference(Ref) -> good
    end;
row(trace_gc) ->
    P = traced([garbage_collection], fun() -> grow([], 20) end),
    receive {trace, P, gc_minor_start, _} -> true after 300 -> false end;
row(running_ports) ->
    P = open_port({spawn, "cat"}, []),
    erlang:trace(P, true, [running_ports]),
    _ = erlang:monitor(port, P),
    Told = receive {trace, P, in, monitor} -> true after 300 -> false end,
    port_close(P),
    Told;
row(microstates) ->
    erlang:system_flag(microstate_accounting, true),
    {P, Ref} = spawn_monitor(fun() -> grow([], 20) end),
    receive {'DOWN', Ref, process, P, _} -> ok end,
    erlang:system_flag(microstate_accounting, false),
    lists:sum([Gc || #{type := scheduler, counters := #{gc := Gc}} <- erlang:statistics(microstate_accounting)]) > 0;
row(call_memory) ->
    erlang:trace_pattern({?MODULE, another_key, 1}, true, [call_memory]),
    Map = maps:from_keys(lists:seq(1, 1000), x),
    _ = traced([call], fun() -> another_key(Map) end),
    Figures = erlang:trace_info({?MODULE, another_key, 1}, call_memory),
    erlang:trace_pattern({?MODULE, another_key, 1}, false, [call_memory]),
    {call_memory, [{_, 1, Words}]} = Figures,
    Words;
row(process_dump) ->
    erlang:trace_pattern({?MODULE, cells, 1}, [{'_', [], [{message, {process_dump}}]}], [local]),
    P = traced([call], fun() -> cells(1) end),
    Dump = receive
        {trace, P, call, _, D} -> [binary:match(D, Line) =/= nomatch || Line <- [<<"State: Running">>, <<"Heap unused:">>]]
    after 1000 -> none
    end,
    erlang:trace_pattern({?MODULE, cells, 1}, false, [local]),
    Dump;
row(profiled_ports) ->
    erlang:system_profile(self(), [runnable_ports]),
    Port = open_port({spawn, "cat"}, [binary]),
    port_command(Port, <<"hello">>),
    receive {Port, {data, _}} -> ok end,
    erlang:system_profile(undefined, []),
    port_close(Port),
    receive {profile, Port, active, _, _} -> told after 300 -> silent end;
row(trace_session) ->
    {P, M} = spawn_monitor(fun() -> trace:session_create(forgotten, self(), []) end),
    receive {'DOWN', M, process, P, _} -> ok end,
    receive after 500 -> ok end,
    length([N || S <- trace:session_info(all), (N = element(1, S)) =:= forgotten]);
row(trace_receive) ->
    P = spawn_link(fun() -> receive stop -> ok end end),
    erlang:trace(P, true, ['receive']),
    erlang:suspend_process(P),
    P ! hello,
    Seen = receive {trace, P, 'receive', hello} -> at_once after 300 -> later end,
    erlang:resume_process(P),
    P ! stop,
    Seen;
row(long_gc) ->
    erlang:system_monitor(self(), [{long_gc, 1}]),
    {P, M} = spawn_monitor(fun() -> grow([], 40) end),
    receive {'DOWN', M, process, P, _} -> ok end,
    erlang:system_monitor(undefined),
    receive {monitor, P, long_gc, _} -> told after 0 -> silent end;
row(garbage_counts) ->
    {P, M} = spawn_opt(fun() -> [length(lists:seq(1, 5000)) || _ <- lists:seq(1, 50)] end,
                       [monitor, {max_heap_size, #{size => 11_000, kill => true, error_logger => false}}]),
    receive {'DOWN', M, process, P, Reason} -> Reason end;
row(select_trap) ->
    %% What the trace says of a table that goes while it is searched.
    Self = self(),
    Owner = spawn(fun() ->
                          T = ets:new(t, [public]),
                          ets:insert(T, [{I} || I <- lists:seq(1, 200_000)]),
                          Self ! {table, T},
                          receive search -> ets:delete(T) end
                  end),
    T = receive {table, Table} -> Table end,
    Owner ! search,
    try ets:select(T, [{{'$1'}, [{'<', '$1', 0}], ['$1']}])
    catch error:badarg:Trace -> element(2, hd(Trace))
    end.

%% A traced process runs Work; the pid, when it has ended.
traced(Flags, Work) ->
    {P, M} = spawn_monitor(fun() -> receive go -> Work() end end),
    1 = erlang:trace(P, true, Flags),
    P ! go,
    receive {'DOWN', M, process, P, _} -> P end.

another_key(Map) -> Map#{x => 1}.

cells(N) ->
    lists:seq(1, N).

table(Type) ->
    ets:new(t, [Type]).

slots(T, N) ->
    case ets:slot(T, N) of
        '$end_of_table' -> N;
        _ -> slots(T, N + 1)
    end.

grow(_, 0) -> ok;
grow(L, N) -> grow([lists:seq(1, 100_000) | L], N - 1).

times_out(P, N) ->
    receive
        {trace, P, out, _} -> times_out(P, N + 1);
        {trace, P, register, table_gone} -> N;
        {trace, P, _, _} -> times_out(P, N)
    end.
