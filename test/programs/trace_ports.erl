%% tracing of ports: what is asked of them, what they send, links, names and their end
-module(trace_ports).
-export([main/0]).

main() ->
    Me = self(),
    T = spawn(fun() -> collect([]) end),
    Mark = fun(X) -> timer:sleep(20), T ! {mark, X} end,
    0 = erlang:trace(new_ports, true, [ports, send, 'receive', running_ports, {tracer, T}]),
    io:format("~p~n", [erlang:trace_info(new_ports, flags)]),
    P = open_port({spawn, "cat"}, [binary]),
    io:format("~p ~p~n", [erlang:trace_info(P, flags), erlang:trace_info(P, tracer) =:= {tracer, T}]),
    Mark(commands),
    true = port_command(P, [<<"abc">>, "de"]),
    receive {P, {data, <<"abcde">>}} -> ok end,
    P ! {Me, {command, "xyz"}},
    receive {P, {data, <<"xyz">>}} -> ok end,
    Mark(call),
    {'EXIT', {badarg, _}} = (catch erlang:port_call(P, 1, z)),
    Mark(names),
    true = register(cat, P),
    true = unregister(cat),
    true = register(cat, P),
    Mark(links),
    Q = spawn(fun() -> link(P), unlink(P), link(P), receive stop -> ok end end),
    Q2 = spawn(fun() -> receive stop -> ok end end),
    timer:sleep(20),
    Mark(owners),
    true = erlang:port_connect(P, Q),
    true = erlang:port_connect(P, Q2),
    true = erlang:port_connect(P, Me),
    P ! {Me, {connect, Q}},
    receive {P, connected} -> ok end,
    true = erlang:port_connect(P, Me),
    true = unlink(P),
    true = link(P),
    Mark(info),
    {name, "cat"} = erlang:port_info(P, name),
    _ = erlang:port_info(P),
    _ = erlang:port_set_data(P, x),
    x = erlang:port_get_data(P),
    Mark(closes),
    P ! {Me, close},
    receive {P, closed} -> ok end,
    io:format("~p~n", [erlang:trace_info(P, flags)]),
    Mark(port_close),
    P2 = open_port({spawn, "cat"}, [binary]),
    true = port_close(P2),
    Mark(exits),
    process_flag(trap_exit, true),
    P3 = open_port({spawn, "cat"}, [eof]),
    exit(P3, kill),
    Mark(exits_with_reason),
    P4 = open_port({spawn, "cat"}, [eof]),
    exit(P4, foo),
    Mark(owner_ends),
    {S, R} = spawn_monitor(fun() -> Me ! {p, open_port({spawn, "cat"}, [eof])}, exit(bye) end),
    P5 = receive {p, P5_} -> P5_ end,
    receive {'DOWN', R, process, S, bye} -> ok end,
    Mark(bad),
    P6 = open_port({spawn, "cat"}, []),
    P6 ! {Me, unknown},
    P6 ! {Q, {command, "x"}},
    P6 ! {Q, close},
    timer:sleep(20),
    Mark(ram_file),
    {ok, F} = file:open(<<"abc">>, [ram, read]),
    {ok, "ab"} = file:read(F, 2),
    ok = file:close(F),
    Mark(no_more),
    0 = erlang:trace(new_ports, false, [all]),
    P7 = open_port({spawn, "cat"}, []),
    io:format("~p~n", [erlang:trace_info(P7, flags)]),
    Mark(flags),
    1 = erlang:trace(P7, true, [ports, send, call, {tracer, T}]),
    1 = erlang:trace(P7, false, [send]),
    io:format("~p~n", [erlang:trace_info(P7, flags)]),
    {'EXIT', {badarg, _}} = (catch erlang:trace(P7, true, [ports, {tracer, Q2}])),
    true = port_command(P7, "hello"),
    receive {P7, {data, "hello"}} -> ok end,
    1 = erlang:trace(P7, true, [timestamp, {tracer, T}]),
    true = port_close(P7),
    Mark(patterns),
    P8 = open_port({spawn, "cat"}, []),
    1 = erlang:trace(P8, true, ['receive', send, {tracer, T}]),
    1 = erlang:trace_pattern('receive', false, []),
    1 = erlang:trace_pattern(send, [{'_', [], [{message, changed}]}], []),
    true = port_command(P8, "once"),
    receive {P8, {data, "once"}} -> ok end,
    timer:sleep(20),
    1 = erlang:trace_pattern(send, true, []),
    1 = erlang:trace_pattern('receive', true, []),
    Mark(tracer_is_gone),
    exit(Q2, kill), timer:sleep(20),
    P9 = open_port({spawn, "cat"}, []),
    T2 = spawn(fun() -> receive stop -> ok end end),
    1 = erlang:trace(P9, true, [ports, {tracer, T2}]),
    exit(T2, kill), timer:sleep(20),
    io:format("~p~n", [erlang:trace_info(P9, flags)]),
    T ! {get, Me},
    Events = receive {events, E} -> E end,
    Names = lists:zip([P, P2, P3, P4, P5, P6, P7, P8, Me, Q, Q2, S], [p, p2, p3, p4, p5, p6, p7, p8, me, q, q2, s]),
    [io:format("~0p~n", [name(X, Names)]) || X <- Events, not from_outside(X)].

%% How often the host's programs make themselves heard is not the same everywhere.
from_outside({trace, _, InOrOut, 0}) -> InOrOut =:= in orelse InOrOut =:= out;
from_outside(_) -> false.

name({A, B, C}, _) when is_integer(A), is_integer(B), is_integer(C) -> time;
name(T, N) when is_tuple(T) -> list_to_tuple([name(X, N) || X <- tuple_to_list(T)]);
name([H | T], N) -> [name(H, N) | name(T, N)];
name(X, N) ->
    case lists:keyfind(X, 1, N) of
        {_, Name} -> Name;
        false when is_port(X) -> a_port;
        false when is_pid(X) -> a_process;
        false -> X
    end.

collect(L) ->
    receive
        {get, From} -> From ! {events, lists:reverse(L)};
        X -> collect([X | L])
    end.
