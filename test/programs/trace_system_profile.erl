%% erlang:system_profile/0,2: which processes become runnable, where they are, and who may be told
-module(trace_system_profile).
-export([main/0]).

main() ->
    [events(Options) || Options <- [[runnable_procs], [runnable_procs, exclusive, monotonic_timestamp],
                                    [strict_monotonic_timestamp, runnable_procs, scheduler]]],
    setting(),
    wrong(),
    ok.

profiler(Events) ->
    receive
        {From, get} -> From ! {self(), lists:reverse(Events)};
        E -> profiler([E | Events])
    end.

events(Options) ->
    Profiler = spawn(fun() -> profiler([]) end),
    Receiver = spawn(fun() -> receive a -> ok end, receive b -> exit(done) end end),
    Killed = spawn(fun() -> receive a -> ok end end),
    pause(),
    undefined = erlang:system_profile(Profiler, Options),
    io:format("~p~n", [element(2, erlang:system_profile())]),
    Receiver ! a, pause(),
    Receiver ! b, pause(),
    exit(Killed, kill), pause(),
    Short = spawn(fun() -> ok end), pause(),
    Held = spawn(fun() -> erlang:yield(), receive x -> ok end end), pause(),
    erlang:suspend_process(Held),
    Held ! x, pause(),
    erlang:resume_process(Held), pause(),
    io:format("~p~n", [element(2, erlang:system_profile(undefined, []))]),
    Profiler ! {self(), get},
    Events = receive {Profiler, L} -> L end,
    [io:format("~p ~p~n", [Name, [{What, where(Where)} || {profile, P, What, Where, _} <- Events, P =:= Pid]])
     || {Name, Pid} <- [{receiver, Receiver}, {killed, Killed}, {short, Short}, {held, Held}, {profiler, Profiler}]],
    io:format("~p ~p~n", [lists:usort([stamp(element(5, E)) || E <- Events, tuple_size(E) =:= 5]),
                          lists:usort([element(3, E) || E <- Events, tuple_size(E) =:= 5])]),
    case lists:member(scheduler, Options) of
        true -> io:format("~p~n", [lists:usort([{What, is_integer(N)} || {profile, scheduler, _, What, N, _} <- Events])]);
        false -> ok
    end.

where({?MODULE, F, A}) -> {lists:sublist(atom_to_list(F), 9), A};
where(Other) -> Other.

stamp({A, B, C}) when is_integer(A), is_integer(B), is_integer(C) -> now;
stamp({A, B}) when is_integer(A), is_integer(B) -> strict;
stamp(A) when is_integer(A) -> monotonic.

setting() ->
    P = spawn(fun() -> receive stop -> ok end end),
    io:format("~p~n", [[erlang:system_profile(), erlang:system_profile(P, [scheduler, runnable_ports])]]),
    io:format("~p~n", [element(2, erlang:system_profile(P, [runnable_ports, runnable_procs, exclusive]))]),
    io:format("~p~n", [element(2, erlang:system_profile(P, [timestamp]))]),
    io:format("~p~n", [element(2, erlang:system_profile())]),
    exit(P, kill),
    pause(),
    io:format("~p~n", [[erlang:system_profile(), erlang:system_profile(undefined, foo), erlang:system_profile(foo, [])]]).

wrong() ->
    P = spawn(fun() -> receive stop -> ok end end),
    Dead = spawn(fun() -> ok end),
    pause(),
    [io:format("~p ~p~n", [Options, catch_error(fun() -> erlang:system_profile(To, Options) end)])
     || {To, Options} <- [{P, [foo]}, {P, [runnable_procs | x]}, {P, foo}, {foo, [runnable_procs]}, {Dead, [scheduler]},
                          {make_ref(), [scheduler]}, {P, [[]]}]],
    io:format("~p~n", [erlang:system_profile()]),
    exit(P, kill).

catch_error(F) ->
    try F() catch C:R:S -> {C, R, element(1, hd(S)), element(2, hd(S))} end.

pause() -> receive after 20 -> ok end.
