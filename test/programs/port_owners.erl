%% owners, links, monitors, names, data and information of ports; what is not understood
-module(port_owners).
-export([main/0]).

main() ->
    process_flag(trap_exit, true),
    Me = self(),
    P = cat([binary]),
    {links, [Me]} = erlang:port_info(P, links),
    {connected, Me} = erlang:port_info(P, connected),
    io:format("~p ~p ~p~n", [is_port(P), P =:= list_to_port(port_to_list(P)), lists:member(P, erlang:ports())]),
    io:format("~p~n", [[K || {K, _} <- erlang:port_info(P)]]),
    io:format("~p~n", [[erlang:port_info(P, K) || K <- [name, registered_name, input, output, monitors, monitored_by, parallelism, locking, queue_size]]]),
    io:format("~p~n", [catch_(fun() -> erlang:port_info(P, foo) end)]),
    {links, L} = process_info(Me, links),
    io:format("~p~n", [lists:member(P, L)]),
    io:format("~p ~p ~p~n", [erlang:port_get_data(P), erlang:port_set_data(P, {some, "data"}), erlang:port_get_data(P)]),
    register(the_cat, P),
    io:format("~p ~p~n", [whereis(the_cat) =:= P, erlang:port_info(the_cat, registered_name)]),
    the_cat ! {Me, {command, "by name"}},
    io:format("~p~n", [next(P)]),
    io:format("~p ~p~n", [erlang:port_info(P, input), erlang:port_info(P, output)]),
    connecting(P),
    stranger(),
    exits(),
    nonsense(),
    closed(),
    monitors().

cat(Opts) -> open_port({spawn, "cat"}, Opts).

next(P) -> receive {P, X} -> X; {'EXIT', P, R} -> {exit, R} after 3000 -> timeout end.

nothing(P) -> receive {P, X} -> X; {'EXIT', P, R} -> {exit, R} after 100 -> nothing end.

catch_(F) -> try F() catch C:R -> {C, R} end.

connecting(P) ->
    Me = self(),
    Q = spawn_link(fun() -> receive {P, {data, D}} -> Me ! {other, D} end, receive stop -> ok end end),
    P ! {Me, {connect, Q}},
    io:format("~p ~p~n", [next(P), erlang:port_info(P, connected) =:= {connected, Q}]),
    true = port_command(P, "for another"),
    receive {other, D} -> io:format("~p~n", [D]) end,
    P ! {Me, {command, "not mine"}},
    io:format("~p~n", [receive {'EXIT', Q, R} -> {Q =/= P, R} after 5000 -> timeout end]),
    io:format("~p ~p~n", [nothing(P), whereis(the_cat) =:= P]),
    A = cat([]),
    B = spawn(fun() -> receive stop -> ok end end),
    io:format("~p~n", [catch_(fun() -> port_connect(A, B) end)]),
    {links, Links} = erlang:port_info(A, links),
    io:format("~p~n", [lists:sort([Me, B]) =:= lists:sort(Links)]),
    unlink(A),
    B ! stop,
    io:format("~p ~p~n", [nothing(A), erlang:port_info(A)]),
    io:format("~p~n", [catch_(fun() -> port_connect(cat([]), B) end)]).

%% The owner dies, or someone linked to the port.
stranger() ->
    Me = self(),
    [begin
         {Q, M} = spawn_monitor(fun() -> P = cat([]), Me ! {port, P}, receive stop -> exit(Reason) end end),
         P = receive {port, X} -> X end,
         R = monitor(port, P),
         Q ! stop,
         receive {'DOWN', M, _, _, _} -> ok end,
         io:format("~p~n", [receive {'DOWN', R, port, P, Why} -> Why after 5000 -> timeout end])
     end || Reason <- [normal, shutdown, oops]],
    P = cat([]),
    [begin
         Q = spawn(fun() -> link(P), Me ! linked, exit(Reason) end),
         receive linked -> ok end,
         io:format("~p ~p~n", [is_pid(Q), nothing(P)])
     end || Reason <- [normal, oops]].

exits() ->
    [begin
         P = cat([]),
         io:format("~p: ~p ~p~n", [Reason, catch_(fun() -> exit(P, Reason) end), next(P)])
     end || Reason <- [normal, kill, {a, b}]],
    P = cat([]),
    unlink(P),
    exit(P, kill),
    io:format("~p ~p~n", [nothing(P), erlang:port_info(P)]).

nonsense() ->
    [begin
         P = cat([]),
         P ! M(P),
         io:format("~p~n", [next(P)])
     end || M <- [fun(_) -> foo end, fun(_) -> {self(), foo} end, fun(_) -> {self(), {command, foo, bar}} end,
                  fun(P) -> {P, close} end, fun(_) -> {self(), {connect, foo}} end, fun(_) -> {foo, {command, "a"}} end]],
    P = cat([]),
    io:format("~p~n", [[catch_(F) || F <- [fun() -> port_control(P, 1, "a") end, fun() -> port_control(P, -1, "a") end,
                                           fun() -> port_control(P, 1, foo) end, fun() -> erlang:port_call(P, 1, a) end,
                                           fun() -> port_command(P, "a", [force]) end, fun() -> port_command(P, "a", [foo]) end,
                                           fun() -> port_command(P, "a", [nosuspend]) end, fun() -> port_command(foo, "a") end,
                                           fun() -> port_command(self(), "a") end, fun() -> port_close(1) end,
                                           fun() -> port_connect(P, foo) end, fun() -> erlang:port_info(1) end,
                                           fun() -> erlang:port_info(foo) end, fun() -> erlang:port_info("x", name) end]]]),
    port_close(P).

closed() ->
    P = cat([]),
    io:format("~p ~p~n", [port_close(P), next(P)]),
    io:format("~p~n", [[catch_(F) || F <- [fun() -> port_close(P) end, fun() -> port_command(P, "a") end, fun() -> port_command(P, foo) end,
                                           fun() -> port_connect(P, self()) end, fun() -> port_control(P, 1, []) end,
                                           fun() -> erlang:port_call(P, a) end, fun() -> erlang:port_info(P) end,
                                           fun() -> erlang:port_info(P, name) end, fun() -> erlang:port_get_data(P) end,
                                           fun() -> erlang:port_set_data(P, 1) end, fun() -> P ! foo end, fun() -> P ! {self(), close}, sent end,
                                           fun() -> exit(P, foo) end, fun() -> unlink(P) end, fun() -> link(P) end,
                                           fun() -> register(dead_port, P) end, fun() -> lists:member(P, erlang:ports()) end]]]),
    io:format("~p~n", [nothing(P)]).

monitors() ->
    P = cat([]),
    unlink(P),
    R = monitor(port, P),
    {monitored_by, By} = erlang:port_info(P, monitored_by),
    {monitors, Mine} = process_info(self(), monitors),
    io:format("~p ~p~n", [By =:= [self()], lists:member({port, P}, Mine)]),
    true = demonitor(R),
    io:format("~p~n", [erlang:port_info(P, monitored_by)]),
    S = monitor(port, P),
    exit(P, enough),
    io:format("~p~n", [receive {'DOWN', S, port, P, Why} -> Why after 5000 -> timeout end]),
    T = monitor(port, P),
    io:format("~p~n", [receive {'DOWN', T, port, P, Why2} -> Why2 after 5000 -> timeout end]),
    Q = cat([]),
    register(monitored_cat, Q),
    U = monitor(port, monitored_cat),
    port_close(Q),
    io:format("~p~n", [receive {'DOWN', U, port, What, Why3} -> {What =:= {monitored_cat, node()}, Why3} after 5000 -> timeout end]).
