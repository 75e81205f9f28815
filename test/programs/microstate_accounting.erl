%% microstate_accounting: what the scheduler's time goes into
-module(microstate_accounting).
-export([main/0]).

main() ->
    States = [aux, check_io, emulator, gc, other, port, sleep],
    flags(),
    [] = [C || C <- all(), C =/= maps:from_keys(States, 0)],
    %% Off: nothing is counted.
    timer:sleep(20),
    io:format("~p~n", [[C || C <- all(), C =/= maps:from_keys(States, 0)]]),
    %% Running, sleeping, a timer.
    Unit = erlang:convert_time_unit(1, second, perf_counter),
    erlang:system_flag(microstate_accounting, true),
    erlang:send_after(1, self(), timer),
    receive timer -> ok end,
    run(erlang:monotonic_time(millisecond) + 60),
    timer:sleep(100),
    true = erlang:system_flag(microstate_accounting, false),
    #{emulator := Emulator, gc := Gc, sleep := Sleep} = C = schedulers(),
    Sum = lists:sum(maps:values(C)) / Unit / erlang:system_info(schedulers),
    io:format("~p~n", [{lists:sort(maps:keys(C)), [is_integer(V) andalso V >= 0 || V <- maps:values(C)]}]),
    io:format("~p~n", [[{ran, (Emulator + Gc) / Unit > 0.03}, {slept, Sleep / Unit > 0.06}, {whole, Sum > 0.15, Sum < 1.5}]]),
    %% They stay until they are reset.
    timer:sleep(10),
    io:format("~p ~p~n", [schedulers() =:= C, erlang:system_flag(microstate_accounting, reset)]),
    io:format("~p~n", [maps:values(schedulers())]).

%% Each answers whether it was on before.
flags() ->
    F = fun(V) -> catch erlang:system_flag(microstate_accounting, V) end,
    io:format("~p~n", [[F(V) || V <- [false, true, true, reset, false, reset]]]),
    {'EXIT', {badarg, [{erlang, system_flag, [microstate_accounting, foo], _} | _]}} = F(foo),
    {'EXIT', {badarg, _}} = F(1).

all() -> [C || #{counters := C, type := T, id := I} <- erlang:statistics(microstate_accounting), is_atom(T), is_integer(I)].

schedulers() ->
    Of = [C || #{counters := C, type := scheduler} <- erlang:statistics(microstate_accounting)],
    maps:map(fun(State, _) -> lists:sum([map_get(State, C) || C <- Of]) end, hd(Of)).

run(Until) ->
    _ = lists:reverse(lists:seq(1, 1000)),
    case erlang:monotonic_time(millisecond) of
        Now when Now < Until -> run(Until);
        _ -> ok
    end.
