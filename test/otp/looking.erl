%% What people look with, on a running system: facts that must be the same on any emulator, or hold on each.
-module(looking).
-export([main/1, init/1, handle_call/3, handle_cast/2]).
-behaviour(gen_server).
-import(printed, [printed/1, await/1]).

main(_Dir) ->
    [try F() catch C:R:S -> say(failed, {C, R, [{M, Fun, A} || {M, Fun, A, _} <- lists:sublist(S, 4)]}) end
     || F <- [fun shell_commands/0, fun backend/0, fun etop/0, fun sys_functions/0, fun proc_libs/0, fun supervisors/0, fun applications/0,
              fun system_info/0, fun process_info/0, fun statistics/0, fun memory/0, fun code_server/0, fun texts/0, fun instruments/0, fun recon_like/0]],
    ok.

say(What, Value) -> io:format("~w: ~0p~n", [What, Value]).

try_(F) -> try F() catch C:R -> {C, R} end.

%% The first words of each line that has any.
words(Text) -> [hd(W) || L <- string:split(Text, "\n", all), W <- [string:lexemes(L, " ")], W =/= []].

has(Text, Words) -> [{W, string:find(Text, W) =/= nomatch} || W <- Words].

shell_commands() ->
    {R1, T1} = printed(fun() -> c:i() end),
    say(i, {R1, has(T1, ["Pid", "Initial Call", "Heap", "Reds", "Msgs", "Registered", "Current Function", "Stack", "init", "Total"])}),
    {R2, T2} = printed(fun() -> c:regs() end),
    say(regs, {R2, has(T2, ["** Registered procs on node", "Name", "application_controlle", "code_server", "file_server_2", "Port"])}),
    {R3, T3} = printed(fun() -> c:nregs() end),
    say(nregs, {R3, has(T3, ["Registered procs on node"])}),
    {R4, T4} = printed(fun() -> c:m(lists) end),
    say(m, {R4, has(T4, ["Module: lists", "MD5:", "Object file:", "Exports:", "keyfind/3"])}),
    {_, T5} = printed(fun() -> c:m() end),
    say(m_all, has(T5, ["Module", "File", "lists", "kernel"])),
    {_, T6} = printed(fun() -> c:uptime() end),
    say(uptime, has(T6, ["days", "hours", "minutes", "seconds"])),
    {_, T7} = printed(fun() -> c:ni() end),
    say(ni, has(T7, ["Initial Call"])),
    say(memory, lists:sort([K || {K, V} <- c:memory(), is_integer(V), V >= 0])),
    say(memory1, [is_integer(c:memory(total)), [K || {K, _} <- c:memory([total, atom])]]),
    say(pid, [c:pid(0, 0, 0) =:= whereis(init), try_(fun() -> c:pid(a, 0, 0) end)]),
    {I8, _} = printed(fun() -> c:i(0, 0, 0) end),
    say(i_pid, lists:sort([K || {K, _} <- I8])),
    {_, T9} = printed(fun() -> c:pwd() end),
    say(pwd, words(T9) =/= []),
    {_, T10} = printed(fun() -> c:xm(looking) end),
    say(xm, is_list(T10)),
    {_, T11} = printed(fun() -> c:h(lists, keyfind) end),
    say(h, is_list(T11)),
    {_, T12} = printed(fun() -> c:lm() end),
    say(lm, is_list(T12)).

backend() ->
    Info = observer_backend:sys_info(),
    say(sys_info, lists:sort([K || {K, _} <- Info])),
    {Ets, Opts} = {observer_backend:get_table_list(ets, [{sys_hidden, false}, {unread_hidden, false}]), x},
    say(tables, {lists:member(ac_tab, [N || L <- Ets, {name, N} <- L]), Opts, lists:sort([K || {K, _} <- hd(Ets)])}),
    say(ports, [lists:sort([K || {K, _} <- L]) || L <- lists:sublist(observer_backend:get_port_list(), 1)] =/= x),
    say(processes, begin
        Me = self(),
        Ref = observer_backend:procs_info(Me),
        {Ref =/= x, receive {procs_info, P, L} when is_pid(P) -> {length(L) > 10, size(hd(L))} after 2000 -> none end}
    end),
    say(system, is_tuple(observer_backend:fetch_stats(self(), 1000)) orelse true),
    receive {stats, _, _, _, _} -> ok after 0 -> ok end,
    say(mnesia, try_(fun() -> observer_backend:get_mnesia_loop(self()) end) =/= x).

etop() ->
    Me = self(),
    spawn(fun() -> observer_backend:etop_collect(Me) end),
    say(collect, receive {_, Etop} when element(1, Etop) =:= etop_info -> {element(1, Etop), size(Etop), length(element(size(Etop), Etop)) > 10} after 3000 -> {none, process_info(self(), messages)} end),
    {R, T} = printed(fun() -> P = spawn(fun() -> etop:start([{output, text}, {interval, 1}, {lines, 3}]) end), await("nonode@nohost"), await("<0."), Stopped = (catch etop:stop()), exit(P, kill), Stopped end),
    say(etop, {R, has(T, ["========", "Load:", "cpu", "Memory:", "total", "binary", "procs", "processes", "runq", "code", "atom", "ets", "Pid", "Name or Initial Func",
                          "Time", "Reds", "Memory", "MsgQ", "Current Function", "Time:", "nonode@nohost", "<0."])}).

init(State) -> {ok, State}.
handle_call(_, _, State) -> {reply, State, State}.
handle_cast(_, State) -> {noreply, State}.

sys_functions() ->
    {ok, P} = gen_server:start(?MODULE, start, []),
    say(sys, [sys:get_state(P), sys:replace_state(P, fun(S) -> {S, replaced} end), sys:get_state(P), sys:suspend(P), sys:resume(P),
              sys:statistics(P, true), gen_server:call(P, x), lists:sort([K || {K, _} <- element(2, sys:statistics(P, get))]), sys:statistics(P, false),
              sys:log(P, true), gen_server:call(P, y), length(element(2, sys:log(P, get))) > 0, sys:log(P, false), sys:no_debug(P)]),
    {status, P, {module, M}, [_Dict, State, Parent, Debug, Misc]} = sys:get_status(P),
    say(status, {M, State, is_pid(Parent), Debug, [element(1, X) || X <- Misc, is_tuple(X)]}),
    {_, T} = printed(fun() ->
        {ok, Q} = gen_server:start(?MODULE, start, []),
        sys:trace(Q, true), gen_server:call(Q, traced), sys:trace(Q, false), timer:sleep(100), gen_server:stop(Q)
    end),
    say(trace, has(T, ["*DBG*", "got call traced from", "new state start"])),
    say(terminate, [sys:terminate(P, normal), is_process_alive(P)]).

proc_libs() ->
    {ok, P} = gen_server:start(?MODULE, start, []),
    say(proc_lib, [proc_lib:initial_call(P), proc_lib:translate_initial_call(P), proc_lib:initial_call(whereis(kernel_sup)), proc_lib:initial_call(whereis(init))]),
    gen_server:stop(P).

supervisors() ->
    say(kernel_sup, lists:sort([{Id, Type, Mods} || {Id, Pid, Type, Mods} <- supervisor:which_children(kernel_sup), is_pid(Pid)])),
    say(counts, [K || {K, N} <- supervisor:count_children(kernel_sup), N >= 0]),
    say(logger_sup, lists:sort([Id || {Id, _, _, _} <- supervisor:which_children(logger_sup)])).

applications() ->
    say(which, [A || {A, _, _} <- lists:sort(application:which_applications())]),
    say(info, lists:sort([K || {K, _} <- application:info()])),
    say(loaded, [A || {A, _, _} <- lists:sort(application:loaded_applications())]),
    say(started, proplists:get_value(started, application:info())),
    say(keys, [{K, element(1, try_(fun() -> application:get_key(kernel, K) end))} || K <- [description, vsn, modules, registered, mod, env]]).

%% Keys that a program may rely on: what comes is of the same kind. Numbers of the machine are only looked at.
system_info() ->
    Keys = [allocated_areas, alloc_util_allocators, allocator_sizes, atom_count, atom_limit, build_type, check_io, compat_rel, creation, debug_compiled,
            delayed_node_table_gc, dirty_cpu_schedulers, dirty_cpu_schedulers_online, dirty_io_schedulers, dist, dist_buf_busy_limit, dist_ctrl, driver_version, dynamic_trace, dynamic_trace_probes, emu_flavor, emu_type,
            end_time, ets_count, ets_limit, fullsweep_after, garbage_collection, garbage_collection_defaults, heap_sizes, heap_type, info, kernel_poll, loaded, machine, max_heap_size, message_queue_data, min_bin_vheap_size, min_heap_size, modified_timing_level, multi_scheduling, multi_scheduling_blockers, nif_version,
            normal_multi_scheduling_blockers, otp_release, os_monotonic_time_source, os_system_time_source, outstanding_system_requests_limit, port_count, port_limit, port_parallelism, procs, process_count, process_limit, scheduler_bind_type,
            scheduler_bindings, scheduler_id, schedulers, schedulers_online, smp_support, start_time, system_architecture, system_logger, system_version, threads, thread_pool_size, time_correction,
            time_offset, time_warp_mode, tolerant_timeofday, trace_control_word, update_cpu_info, version, wordsize, {wordsize, internal}, {wordsize, external}, async_dist, halt_flush_timeout, no_such_key],
    say(kinds, [{K, kind(try_(fun() -> erlang:system_info(K) end))} || K <- Keys]),
    say(same, [{K, try_(fun() -> erlang:system_info(K) end)} || K <- [otp_release, ets_always_compress, alloc_util_allocators, {allocator, []}, {allocator, none}, {allocator_sizes, [ets_alloc, none]}, {allocator_sizes, []}, version, machine, wordsize, {wordsize, external}, compat_rel, driver_version, fullsweep_after, min_heap_size, min_bin_vheap_size, max_heap_size,
               message_queue_data, heap_type, process_limit, port_limit, atom_limit, ets_limit, dist_buf_busy_limit, time_correction, trace_control_word, scheduler_bind_type, system_logger, build_type, debug_compiled]]).

kind(T) when is_tuple(T), size(T) > 0, is_atom(element(1, T)) -> {tuple, element(1, T)};
kind(T) when is_tuple(T) -> {tuple, size(T)};
kind(L) when is_list(L) -> list;
kind(B) when is_binary(B) -> binary;
kind(I) when is_integer(I) -> integer;
kind(A) when A =:= true; A =:= false -> boolean;
kind(A) when is_atom(A) -> atom;
kind(_) -> other.

process_info() ->
    P = spawn(fun() -> register(looked_at, self()), put(key, value), process_flag(trap_exit, true), receive stop -> ok end end),
    link(P), timer:sleep(20), P ! message,
    Keys = [async_dist, backtrace, binary, catchlevel, current_function, current_location, current_stacktrace, dictionary, error_handler, garbage_collection, garbage_collection_info, group_leader, heap_size, initial_call,
            links, label, last_calls, memory, message_queue_len, messages, message_queue_data, min_heap_size, min_bin_vheap_size, monitored_by, monitors, parent, priority, priority_messages, reductions, registered_name, sequential_trace_token,
            stack_size, status, suspending, total_heap_size, trace, trap_exit, {dictionary, key}, no_such_key],
    say(kinds, [{K, info_kind(try_(fun() -> erlang:process_info(P, K) end))} || K <- Keys]),
    say(same, [try_(fun() -> erlang:process_info(P, K) end) || K <- [catchlevel, dictionary, error_handler, message_queue_len, messages, message_queue_data, monitored_by, monitors, priority, registered_name, status, suspending, trace, trap_exit, last_calls, sequential_trace_token]]),
    say(default, lists:sort([K || {K, _} <- erlang:process_info(P)])),
    say(list, [K || {K, _} <- erlang:process_info(P, [status, memory, reductions])]),
    unlink(P), exit(P, kill), timer:sleep(20),
    say(dead, [erlang:process_info(P), erlang:process_info(P, status), is_process_alive(P)]).

info_kind({K, V}) -> {K, kind(V)};
info_kind(X) -> X.

statistics() ->
    _ = erlang:system_flag(scheduler_wall_time, true),
    say(statistics, [{K, kind(try_(fun() -> erlang:statistics(K) end))}
                     || K <- [active_tasks, active_tasks_all, context_switches, exact_reductions, garbage_collection, io, reductions, run_queue, run_queue_lengths, run_queue_lengths_all, runtime, scheduler_wall_time,
                              scheduler_wall_time_all, total_active_tasks, total_active_tasks_all, total_run_queue_lengths, total_run_queue_lengths_all, wall_clock, no_such]]),
    _ = erlang:system_flag(scheduler_wall_time, false),
    {R1, _} = erlang:statistics(reductions), lists:seq(1, 100000), {R2, Since} = erlang:statistics(reductions),
    say(reductions, {R2 > R1, Since > 0}).

memory() ->
    M = erlang:memory(),
    say(memory, [K || {K, V} <- M, V >= 0]),
    say(sums, [proplists:get_value(total, M) >= proplists:get_value(processes, M), proplists:get_value(processes, M) >= proplists:get_value(processes_used, M), proplists:get_value(system, M) >= proplists:get_value(code, M)]),
    say(bad, [try_(fun() -> erlang:memory(x) end), try_(fun() -> erlang:memory([total, x]) end)]).

code_server() ->
    Loaded = code:all_loaded(),
    say(loaded, [length(Loaded) > 50, lists:keyfind(erlang, 1, Loaded), is_list(element(2, lists:keyfind(lists, 1, Loaded)))]),
    Available = code:all_available(),
    say(available, [length(Available) > 500, [{M, L} || {M, _, L} <- Available, M =:= "erlang" orelse M =:= "gen_server"]]),
    say(which, [code:which(erlang), code:which(no_such), filename:basename(code:which(lists)), code:is_loaded(erlang), filename:basename(code:lib_dir(stdlib)), code:lib_dir(none)]),
    say(paths, [length(code:get_path()) > 10, code:get_mode(), filename:basename(code:root_dir()) =/= "", code:is_sticky(lists), code:module_status(lists), code:modified_modules()]),
    say(clash, element(1, printed(fun() -> code:clash() end)) =/= x),
    say(get_object, element(1, code:get_object_code(lists))),
    say(doc, element(1, code:get_doc(lists))).

texts() ->
    say(procs, has(binary_to_list(erlang:system_info(procs)), ["=proc:<0.0.0>", "State: ", "Spawned as: ", "Name: init"])),
    say(loaded, has(binary_to_list(erlang:system_info(loaded)), ["lists", "erlang"])),
    say(info, has(binary_to_list(erlang:system_info(info)), ["=memory", "total: ", "=index_table:atom_tab"])),
    say(dist, is_binary(erlang:system_info(dist))),
    {backtrace, B} = erlang:process_info(whereis(init), backtrace),
    say(backtrace, has(binary_to_list(B), ["Program counter", "init:loop"])).

instruments() ->
    say(instrument, [element(1, try_(fun() -> F() end)) || F <- [fun() -> instrument:allocations() end, fun() -> instrument:carriers() end]] =/= x),
    say(msacc, [kind(try_(fun() -> msacc:available() end))]),
    say(scheduler, try_(fun() -> S = scheduler:sample(), is_list(scheduler:utilization(S)) end)),
    say(lcnt, kind(try_(fun() -> erlang:system_info(lock_checking) end))).

%% What recon and its like do.
recon_like() ->
    By = fun(K) -> lists:reverse(lists:keysort(2, [{P, V} || P <- processes(), {_, V} <- [erlang:process_info(P, K)]])) end,
    say(top, [length(By(K)) > 10 || K <- [memory, reductions, message_queue_len, total_heap_size]]),
    say(ports, [is_list([erlang:port_info(P) || P <- erlang:ports()]), [try_(fun() -> erlang:port_info(P, x) end) || P <- lists:sublist(erlang:ports(), 1)] =/= x]),
    say(bin, [is_list(B) || P <- lists:sublist(processes(), 3), {binary, B} <- [erlang:process_info(P, binary)]]),
    say(info, [element(1, X) || X <- erlang:process_info(self(), [memory, message_queue_len, heap_size, total_heap_size, garbage_collection, reductions, current_stacktrace])]),
    say(gc, [erlang:garbage_collect(P) || P <- lists:sublist(processes(), 3)]),
    say(ets, [lists:sort([K || {K, _} <- ets:info(ac_tab)]), length(ets:all()) > 5, ets:info(none)]),
    say(counts, [erlang:system_info(process_count) > 10, erlang:system_info(port_count) >= 0, erlang:system_info(atom_count) > 5000, erlang:system_info(ets_count) > 5]).
