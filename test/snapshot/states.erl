%% Processes in all the states that a snapshot can find them in. Each tells what becomes of it by erlang:display/1.
-module(states).
-export([start/0, go/0, say/2, computing/0]).

start() ->
    Names = [deep, catching, after_timer, send_timers, linked, monitors, tables, terms, bits, cells, traced, marked,
             counted, compiled, funs, sleeping, stacked, suspended, named_timer, dictionary, yielded],
    lists:foreach(fun(N) -> register(N, spawn(fun() -> run(N) end)) end, Names),
    ok.

%% All of them go on.
go() ->
    [P ! go || P <- processes(), P =/= self(), {registered_name, _} <- [process_info(P, registered_name)]],
    ok.

say(Name, What) -> erlang:display({Name, What}).

wait() -> receive go -> ok end.

run(deep) -> say(deep, deep(20000));
run(catching) ->
    try wait(), error(boom)
    catch error:R:St -> say(catching, {R, element(1, hd(St))})
    after say(catching, afterwards)
    end;
run(after_timer) ->
    T0 = erlang:monotonic_time(millisecond),
    receive never -> ok after 700 -> say(after_timer, erlang:monotonic_time(millisecond) - T0) end;
run(send_timers) ->
    R1 = erlang:start_timer(900, self(), one),
    R2 = erlang:send_after(100000, self(), two),
    wait(),
    Left = erlang:cancel_timer(R2),
    receive {timeout, R1, M} -> say(send_timers, {M, Left, erlang:cancel_timer(R1)}) end;
run(named_timer) ->
    erlang:send_after(650, named_timer, hello),
    receive hello -> say(named_timer, hello) end;
run(linked) ->
    process_flag(trap_exit, true),
    P = spawn_link(fun() -> receive die -> exit(died) end end),
    wait(),
    P ! die,
    receive {'EXIT', P, Why} -> say(linked, Why) end,
    say(linked, process_info(self(), links));
run(monitors) ->
    {P, M} = spawn_monitor(fun() -> receive die -> exit(gone) end end),
    Alias = alias([reply]),
    M2 = monitor(process, P, [{tag, other}, {alias, demonitor}]),
    wait(),
    P ! die,
    receive {'DOWN', M, process, P, W1} -> say(monitors, W1) end,
    receive {other, M2, process, P, W2} -> say(monitors, W2) end,
    Alias ! first,
    Alias ! second,
    M2 ! too_late,
    receive X -> say(monitors, X) end,
    receive Y -> say(monitors, Y) after 0 -> say(monitors, nothing) end;
run(tables) ->
    Kinds = [set, bag, duplicate_bag, ordered_set],
    Tabs = [fill(ets:new(K, [K, named_table, public])) || K <- Kinds] ++ [fill(ets:new(x, []))],
    Old = ets:new(gone, []),
    ets:delete(Old),
    Self = self(),
    spawn(fun() -> ets:new(heir, [named_table, {heir, Self, data}]), ets:insert(heir, {a, 1}), receive die -> ok end end),
    Owner = owner_of(heir),
    wait(),
    [say(T, ets:tab2list(T)) || T <- Kinds],
    say(tables, [ets:info(T, size) || T <- Tabs]),
    say(tables, ets:select(set, [{{'$1', '$2'}, [{'<', '$1', 3}], ['$2']}])),
    say(tables, catch_(fun() -> ets:lookup(Old, a) end)),
    Owner ! die,
    receive {'ETS-TRANSFER', heir, Owner, Data} -> say(tables, {Data, ets:lookup(heir, a)}) end,
    say(tables, ets:next(ordered_set, 2));
run(terms) ->
    L = lists:seq(1, 100),
    Shared = {L, L, tl(L)},
    Big = maps:from_list([{N, {N, Shared}} || N <- L]),
    T = [1.5, -0.0, 1 bsl 70, -(1 bsl 200), 1 bsl 53, -(1 bsl 51), 'Größe', "list", <<"bin">>, <<5:3>>, [a | b], {}, #{}, #{a => 1},
         make_tuple(20), Big, self() =:= self(), [[[]]]],
    persistent_term:put({states, 1}, T),
    wait(),
    say(terms, {erlang:phash2(T), erts_debug_size(T), maps:get(50, Big) =:= {50, Shared}}),
    say(terms, persistent_term:get({states, 1}) =:= T);
run(bits) ->
    say(bits, parse(binary:copy(<<1, 2, 3, 250>>, 3)));
run(cells) ->
    Self = self(),
    say(cells, cells([1, 2, 3, 4], Self));
run(traced) ->
    try wrong([]) catch C:R:St -> wait(), say(traced, {C, R, St}) end;
run(marked) ->
    self() ! old1,
    self() ! old2,
    R = make_ref(),
    self() ! {wrong, R},
    Self = self(),
    register(marked_answer, spawn(fun() -> wait(), Self ! {R, answer} end)),
    receive {R, Answer} -> say(marked, Answer) after 1800 -> say(marked, late) end,
    say(marked, element(2, process_info(self(), messages)));
run(counted) ->
    A = atomics:new(3, []),
    C = counters:new(2, [write_concurrency]),
    atomics:put(A, 1, 1 bsl 62),
    counters:add(C, 2, 5),
    wait(),
    say(counted, {atomics:add_get(A, 1, 1), counters:get(C, 2), atomics:info(A)});
run(compiled) ->
    [One, Many] = [binary:compile_pattern(P) || P <- [<<"b">>, [<<"b">>, <<"cd">>]]],
    Spec = ets:match_spec_compile([{{'$1', x}, [], ['$1']}]),
    wait(),
    say(compiled, {binary:match(<<"abc">>, One), binary:matches(<<"abcd">>, Many), ets:match_spec_run([{1, x}, {2, y}], Spec)});
run(funs) ->
    [A, B] = [fun lists:reverse/1, fun say/2],
    N = 10,
    M = {x, y},
    F = fun(X) -> {X + N, M} end,
    G = fun local/1,
    wait(),
    say(funs, {A([1, 2]), F(1), G(2), erlang:fun_info(F, env), erlang:fun_info(B, name), G =:= fun local/1});
run(sleeping) ->
    erlang:hibernate(?MODULE, say, [sleeping, awake]);
run(stacked) ->
    say(stacked, (catch catch_(fun() -> wait(), throw(thrown) end)));
run(suspended) ->
    P = spawn(fun() -> wait(), say(suspended, resumed) end),
    erlang:suspend_process(P),
    P ! go,
    wait(),
    erlang:resume_process(P);
run(dictionary) ->
    put(a, 1), put({b, [c]}, 2), put(3.0, 4),
    process_flag(priority, high),
    process_flag(sensitive, false),
    wait(),
    say(dictionary, lists:sort(get())),
    say(dictionary, [process_info(self(), I) || I <- [priority, trap_exit, message_queue_len, registered_name]]);
run(yielded) ->
    wait(),
    say(yielded, length(lists:seq(1, 100000))).

%% Takes long: it is found between two of its slices.
computing() -> say(computing, sum(3000000, 0)).

sum(0, S) -> S;
sum(N, S) -> sum(N - 1, S + N band 7).

deep(0) -> wait(), 0;
deep(N) -> 1 + deep(N - 1).

fill(T) -> ets:insert(T, [{N rem 7, {value, N}} || N <- lists:seq(1, 20)]), ets:delete(T, 5), T.

owner_of(T) ->
    case ets:info(T, owner) of
        undefined -> erlang:yield(), owner_of(T);
        P -> P
    end.

make_tuple(N) -> list_to_tuple(lists:seq(1, N)).

erts_debug_size(T) -> byte_size(term_to_binary(T)).

catch_(F) -> try F() catch C:R -> {C, R} end.

wrong(L) -> [hd(L) | wrong(tl(L))].

parse(<<A, Rest/binary>>) when A > 100 -> wait(), [A | parse(Rest)];
parse(<<A, Rest/binary>>) -> self() ! go, wait(), [A | parse(Rest)];
parse(<<>>) -> [].

cells([X | Xs], P) -> [last(X) | cells(Xs, P)];
cells([], _) -> [].

last(3) -> wait(), 33;
last(X) -> X.

local(X) -> {local, X}.
