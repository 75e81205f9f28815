%% the emulator's inside, as OTP's own tests ask for it
%% since-release: 27
%% release-dependent: OTP 29 tells priority_messages of a process
-module(debug_state).
-export([main/0]).
-import(prog, [id/1]).

main() ->
    %% 2^60 words if what is shared were counted again and again.
    Doubled = lists:foldl(fun(_, T) -> {T, T} end, prog:id(a), lists:seq(1, 60)),
    io:format("~p~n", [erts_debug:size_shared(Doubled)]),
    %% The emulator tells the log that its state can be looked at.
    logger:set_primary_config(level, none),
    io:format("~p~n", [catch_error(fun() -> erts_debug:get_internal_state(reds_left) end)]),
    false = erts_debug:set_internal_state(available_internal_state, true),
    relations(),
    reductions(),
    collections(),
    persistent(),
    sharing(),
    large_maps(),
    scheduling(),
    heirs(),
    io:format("~p~n", [catch_error(fun() -> erts_debug:get_internal_state(no_such) end)]),
    io:format("~p~n", [erts_debug:set_internal_state(available_internal_state, false)]).

inside(What) -> erts_debug:get_internal_state(What).

set(What, To) -> erts_debug:set_internal_state(What, To).

catch_error(F) -> try F() catch error:R -> R end.

relations() ->
    Self = self(),
    P = spawn_link(fun() -> register(debug_state_named, self()), Self ! ready, receive stop -> ok end end),
    receive ready -> ok end,
    M1 = monitor(process, P),
    M2 = monitor(process, debug_state_named),
    erlang:yield(),
    Of = fun(Q, R) -> [{Type, Dir, Pid =:= Self orelse Pid =:= P, Name} || {erl_monitor, Type, Dir, Ref, Pid, Name} <- inside({monitor_list, Q}), Ref =:= R] end,
    io:format("~p~n", [[Of(Q, R) || Q <- [P, Self], R <- [M1, M2]]]),
    io:format("~p~n", [[{Type, L, State} || {erl_link, Type, L, State, _} <- inside({link_list, P}), L =:= Self] =:= [{process, Self, linked}]]),
    io:format("~p~n", [[inside({process_status, Q}) || Q <- [P, Self]]]),
    true = lists:member(P, inside(processes)),
    P ! stop,
    [receive {'DOWN', M, _, _, _} -> ok end || M <- [M1, M2]],
    io:format("~p~n", [[inside({W, P}) || W <- [link_list, monitor_list]]]),
    Items = [I || I <- inside(process_info_args), is_atom(I)],
    io:format("~p~n", [[I || I <- Items, I =/= registered_name, element(1, process_info(Self, I)) =/= I]]),
    io:format("~p~n", [lists:usort(Items)]).

reductions() ->
    set(reds_left, 100),
    R = inside(reds_left),
    true = R >= 0 andalso R =< 100,
    Used = fun(F) ->
                   erlang:yield(),
                   {reductions, R1} = process_info(self(), reductions),
                   F(),
                   {reductions, R2} = process_info(self(), reductions),
                   R2 - R1
           end,
    io:format("~p~n", [[Used(fun() -> erlang:bump_reductions(100) end) div 100,
                        Used(fun() -> erlang:yield(), erlang:yield(), erlang:yield() end) < 50,
                        Used(fun() -> B = id(binary:copy(<<0>>, 2048000)), id(<<0, B/binary>>) end) > 2000]]).

%% Requests to collect the garbage of a process that does not let it be collected wait.
collections() ->
    Self = self(),
    P = spawn(fun() ->
                      true = set(gc_state, false),
                      false = set(gc_state, false),
                      Self ! ready,
                      receive on -> ok end,
                      Self ! set(gc_state, true),
                      receive stop -> ok end
              end),
    receive ready -> ok end,
    async = erlang:garbage_collect(P, [{async, one}]),
    async = erlang:garbage_collect(P, [{async, two}]),
    receive {garbage_collect, _, _} -> error(too_early) after 50 -> ok end,
    P ! on,
    io:format("~p~n", [lists:sort([receive X -> X end || _ <- [1, 2, 3]])]),
    io:format("~p~n", [erlang:garbage_collect(P, [{async, three}])]),
    receive {garbage_collect, three, R} -> io:format("~p~n", [R]) end,
    Q = spawn(fun() -> set(gc_state, false), Self ! ready, receive stop -> ok end end),
    receive ready -> ok end,
    async = erlang:garbage_collect(Q, [{async, four}]),
    exit(Q, kill),
    receive {garbage_collect, four, R4} -> io:format("~p~n", [R4]) end,
    io:format("~p~n", [[set(force_gc, self()), set(wait, thread_progress), set(wait, timer_cancellations)]]),
    ok = set(multizero_timeout_in_timeout, 10),
    receive Done -> io:format("~p~n", [Done]) end.

%% What belongs to a persistent term is in no process's heap.
persistent() ->
    #{table := Before} = inside(persistent_term),
    #{count := Count, memory := Memory} = persistent_term:info(),
    Keys = [{?MODULE, N} || N <- lists:seq(1, 500)],
    [persistent_term:put(K, {value, K}) || K <- Keys],
    #{table := Large} = inside(persistent_term),
    io:format("~p~n", [{Large > Before, maps:get(count, persistent_term:info()) - Count}]),
    T = persistent_term:get({?MODULE, 7}),

    io:format("~p~n", [[erts_debug:size_shared(T), erts_debug:size_shared([T]), erts_debug:flat_size(T)]]),
    [true = persistent_term:get(K) =:= {value, K} || K <- Keys],
    [true = persistent_term:erase(K) || K <- lists:reverse(Keys)],
    [none = persistent_term:get(K, none) || K <- Keys],
    #{count := Count, memory := Memory} = persistent_term:info(),
    #{table := Before} = inside(persistent_term),
    %% Keys are told apart by =:=.
    [persistent_term:put(K, V) || {K, V} <- [{1, int}, {1.0, float}, {[], nil}, {"", string}, {#{a => 1}, map}]],
    io:format("~p~n", [[persistent_term:get(K, none) || K <- [1, 1.0, [], #{a => 1}, #{a => 1.0}, "a"]]]),
    [persistent_term:erase(K) || K <- [1, 1.0, [], #{a => 1}]].

%% Since OTP 26.
sharing() ->
    M = id(#{1 => a, 2 => b, 3.0 => c, 4 => d, 5 => e, complex => id(#{x => y})}),
    Keys = fun(X) -> erts_internal:map_to_tuple_keys(X) end,
    Same = fun erts_debug:same/2,
    C = maps:get(complex, M),
    io:format("~p~n", [[Same(M#{1 => a, complex => C}, M), Same(M#{1 := a, complex := C}, M), Same(M#{1 => a, 2 => c}, M),
                        Same(Keys(M#{1 => x, 2 => y, 5 => z}), Keys(M)), M#{1 => a, 2 => z, 4 => d}]]),
    S = id(#{"hi" => "hello", int => 3, <<"key">> => <<"value">>}),
    Other = maps:put(int, 4, maps:remove(int, S)),
    io:format("~p~n", [[Same(maps:merge(#{int => 4}, S), S), Same(Keys(maps:merge(S, #{int => 4})), Keys(S)),
                        Same(Keys(Other), Keys(S)), Same(maps:merge(S, Other), Other), Same(Keys(Other), Keys(S)),
                        Same(maps:merge(Other, S), S), Other]]).

%% Keys and values of a large map come in steps, and the tracer sees which BIF is at work.
large_maps() ->
    Seq = lists:seq(1, 120000),
    Self = self(),
    {P, Mon} = spawn_monitor(fun() ->
                                     erlang:trace(self(), true, [running, {tracer, Self}]),
                                     M = maps:from_list([{N, -N} || N <- Seq]),
                                     true = lists:sort(maps:keys(M)) =:= Seq,
                                     true = [-V || V <- maps:values(M)] =:= maps:keys(M),
                                     120000 = map_size(maps:from_keys(Seq, x))
                             end),
    receive {'DOWN', Mon, process, P, Reason} -> io:format("~p~n", [Reason]) end,
    D = erlang:trace_delivered(P),
    receive {trace_delivered, P, D} -> ok end,
    Seen = seen(P, #{}),
    io:format("~p~n", [[maps:get({maps, F, A}, Seen, 0) > 0 || {F, A} <- [{from_list, 1}, {from_keys, 2}, {keys, 1}, {values, 1}]]]),
    Info = erts_debug:map_info(maps:from_list([{N, N} || N <- lists:seq(1, 1000)])),
    io:format("~p~n", [[element(2, lists:keyfind(leafs, 1, Info)), lists:sum(tuple_to_list(element(3, lists:keyfind(leafs, 1, Info)))),
                        [element(1, X) || X <- Info]]]).

seen(P, Acc) ->
    receive
        {trace, P, out, MFA} -> seen(P, maps:update_with(MFA, fun(N) -> N + 1 end, 1, Acc));
        {trace, P, _, _} -> seen(P, Acc)
    after 0 -> Acc
    end.

scheduling() ->
    Self = self(),
    spawn_opt(fun() -> Self ! [process_flag(scheduler, 0), process_flag(scheduler, 1), process_flag(scheduler, 0)] end, [{scheduler, 1}]),
    receive Flags -> io:format("~p~n", [Flags]) end,
    ok = lists:foreach(fun(_) -> ok end, [inside({atom, N}) || N <- [0, 10, 3000]]),
    true = is_atom(inside({atom, 5000})).

%% A table's heir has ended, and another process has its pid: it inherits nothing.
heirs() ->
    Self = self(),
    Next = inside(next_pid),
    {Heir, M1} = spawn_monitor(fun() -> receive stop -> ok end end),
    {Owner, M2} = spawn_monitor(fun() -> ets:new(t, [{heir, Heir, data}]), Self ! ready, receive stop -> ok end end),
    receive ready -> ok end,
    Heir ! stop,
    receive {'DOWN', M1, _, _, _} -> ok end,
    set(next_pid, Next),
    same_pid(Heir, fun() -> receive {all, From} -> From ! {got, process_info(self(), messages)} end end, 100),
    Owner ! stop,
    receive {'DOWN', M2, _, _, _} -> ok end,
    Heir ! {all, Self},
    receive {got, Messages} -> io:format("~p~n", [Messages]) end.

same_pid(Pid, Fun, N) when N > 0 ->
    case spawn(fun() -> receive run -> Fun() after 1000 -> ok end end) of
        Pid -> Pid ! run;
        _ -> same_pid(Pid, Fun, N - 1)
    end.
