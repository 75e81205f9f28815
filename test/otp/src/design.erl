%% The behaviours of "OTP Design Principles": servers, state machines, event handlers, supervisors, an application.
-module(design).
-export([main/0]).
-behaviour(gen_server).
-behaviour(application).
-export([init/1, handle_call/3, handle_cast/2, handle_info/2, handle_continue/2, terminate/2, code_change/3]).
-export([start/2, stop/1, prep_stop/1, config_change/3]).
-export([start_link/1, start_sup/1]).

main() ->
    application:set_env(kernel, logger_level, none),
    logger:set_primary_config(level, none),
    server(),
    upgrade(),
    machine(),
    events(),
    supervisors(),
    dynamic(),
    apps(),
    tasks(),
    io:format("done~n").

%% -- gen_server.

start_link(Name) -> gen_server:start_link({local, Name}, ?MODULE, {server, Name}, []).
start_sup({Strategy, Names}) -> supervisor:start_link(?MODULE, {sup, Strategy, Names}).

init({server, bad}) -> {stop, bad_start};
init({server, _Name}) -> process_flag(trap_exit, true), {ok, 0, {continue, first}};
init({sup, Strategy, Names}) ->
    {ok, {#{strategy => Strategy, intensity => 3, period => 60},
          [#{id => N, start => {?MODULE, start_link, [N]}} || N <- Names]}};
init({simple}) ->
    {ok, {{simple_one_for_one, 2, 10}, [{child, {?MODULE, start_link, []}, temporary, 1000, worker, [?MODULE]}]}}.

handle_continue(first, N) -> {noreply, N + 1}.
handle_call(get, _From, N) -> {reply, N, N};
handle_call({add, M}, From, N) -> gen_server:reply(From, ok), {noreply, N + M};
handle_call(timeout, _From, N) -> {reply, ok, N, 5};
handle_call(hibernate, _From, N) -> {reply, ok, N, hibernate};
handle_call(stop, _From, N) -> {stop, normal, stopped, N};
handle_call(crash, _From, N) -> error({crash, N}).
handle_cast({add, M}, N) -> {noreply, N + M};
handle_cast(crash, _N) -> exit(crashed).
handle_info(timeout, N) -> {noreply, N + 1000};
handle_info({ping, Pid}, N) -> Pid ! {pong, N}, {noreply, N};
handle_info(_, N) -> {noreply, N}.
terminate(normal, _N) -> ok;
terminate(_Reason, _N) -> ok.
code_change(OldVsn, N, Extra) -> {ok, {OldVsn, N, Extra}}.

server() ->
    {ok, P} = start_link(one),
    1 = gen_server:call(P, get),
    ok = gen_server:call(one, {add, 4}),
    gen_server:cast(one, {add, 10}),
    io:format("server ~p~n", [gen_server:call(one, get)]),
    one ! {ping, self()},
    receive {pong, N} -> io:format("pong ~p~n", [N]) end,
    ok = gen_server:call(one, timeout),
    timer:sleep(50),
    ok = gen_server:call(one, hibernate),
    io:format("after timeout ~p~n", [gen_server:call(one, get)]),
    io:format("state ~p~n", [sys:get_state(one)]),
    sys:replace_state(one, fun(S) -> S * 2 end),
    io:format("replaced ~p~n", [gen_server:call(one, get)]),
    {error, {already_started, P}} = start_link(one),
    process_flag(trap_exit, true),
    io:format("bad ~p~n", [start_link(bad)]),
    receive {'EXIT', _, bad_start} -> ok after 100 -> ok end,
    io:format("crash ~p~n", [element(1, (catch gen_server:call(one, crash)))]),
    receive {'EXIT', P, {{crash, C}, _}} -> io:format("exit ~p~n", [C]) end,
    io:format("noproc ~p~n", [catch gen_server:call(one, get)]),
    {ok, Q} = start_link(two),
    Multi = gen_server:send_request(two, get),
    io:format("request ~p~n", [gen_server:receive_response(Multi, 1000)]),
    stopped = gen_server:call(two, stop),
    receive {'EXIT', Q, R} -> io:format("stopped ~p~n", [R]) end.

upgrade() ->
    {ok, P} = start_link(up),
    ok = sys:suspend(P),
    ok = sys:change_code(P, ?MODULE, "1", extra),
    ok = sys:resume(P),
    io:format("code_change ~p~n", [sys:get_state(P)]),
    {status, P, {module, M}, [_, running, Parent, [] | _]} = sys:get_status(P),
    io:format("status ~p ~p~n", [M, Parent =:= self()]),
    ok = sys:terminate(P, normal),
    receive {'EXIT', P, _} -> ok end.

%% -- gen_statem.

machine() ->
    {ok, P} = gen_statem:start_link(door, {open, "1234"}, []),
    io:format("door ~p~n", [gen_statem:call(P, state)]),
    [gen_statem:cast(P, {button, B}) || B <- "12934"],
    io:format("door ~p~n", [gen_statem:call(P, state)]),
    [gen_statem:cast(P, {button, B}) || B <- "1234"],
    io:format("door ~p~n", [gen_statem:call(P, state)]),
    timer:sleep(120),
    io:format("door ~p~n", [gen_statem:call(P, state)]),
    io:format("log ~p~n", [gen_statem:call(P, log)]),
    ok = gen_statem:stop(P).

%% -- gen_event.

events() ->
    {ok, P} = gen_event:start_link({local, bus}),
    ok = gen_event:add_handler(bus, listener, [a]),
    ok = gen_event:add_sup_handler(bus, {listener, 2}, [b]),
    gen_event:notify(bus, {x, 1}),
    gen_event:sync_notify(bus, {x, 2}),
    io:format("handlers ~p~n", [lists:sort(gen_event:which_handlers(bus))]),
    io:format("a ~p b ~p~n", [gen_event:call(bus, listener, get), gen_event:call(bus, {listener, 2}, get)]),
    io:format("none ~p~n", [gen_event:call(bus, other, get)]),
    io:format("swap ~p~n", [gen_event:swap_handler(bus, {listener, how}, {listener, [c]})]),
    io:format("c ~p~n", [gen_event:call(bus, listener, get)]),
    gen_event:notify(bus, crash),
    receive {gen_event_EXIT, {listener, 2}, R} -> io:format("gen_event_EXIT ~p~n", [element(1, element(2, R))]) end,
    io:format("deleted ~p~n", [gen_event:delete_handler(bus, listener, bye)]),
    ok = gen_event:stop(P).

%% -- Supervisors.

supervisors() ->
    [strategy(S) || S <- [one_for_one, one_for_all, rest_for_one]],
    {ok, Sup} = start_sup({one_for_one, [s1]}),
    [begin kill(s1), wait(s1, Sup) end || _ <- lists:seq(1, 3)],
    kill(s1),
    receive {'EXIT', Sup, R} -> io:format("intensity ~p~n", [R]) end,
    {ok, Sup2} = start_sup({one_for_one, [s1, s2]}),
    ok = supervisor:terminate_child(Sup2, s1),
    io:format("children ~p~n", [[{I, is_pid(C), T} || {I, C, T, _} <- supervisor:which_children(Sup2)]]),
    {ok, _} = supervisor:restart_child(Sup2, s1),
    {error, running} = supervisor:restart_child(Sup2, s1),
    ok = supervisor:terminate_child(Sup2, s2),
    ok = supervisor:delete_child(Sup2, s2),
    {ok, _} = supervisor:start_child(Sup2, #{id => s3, start => {?MODULE, start_link, [s3]}, restart => transient}),
    {error, {bad_start, _}} = supervisor:start_child(Sup2, #{id => x, start => {?MODULE, start_link, [bad]}}),
    io:format("count ~p~n", [supervisor:count_children(Sup2)]),
    io:format("check ~p~n", [supervisor:check_childspecs([#{id => a}])]),
    exit(Sup2, shutdown),
    receive {'EXIT', Sup2, shutdown} -> io:format("shutdown ~p~n", [whereis(s1)]) end.

strategy(S) ->
    {ok, Sup} = start_sup({S, [s1, s2, s3]}),
    Before = [whereis(N) || N <- [s1, s2, s3]],
    kill(s2),
    wait(s2, Sup),
    _ = supervisor:which_children(Sup),
    After = [whereis(N) || N <- [s1, s2, s3]],
    io:format("~p ~p~n", [S, [A =:= B || {A, B} <- lists:zip(Before, After)]]),
    unlink(Sup),
    exit(Sup, shutdown),
    M = monitor(process, Sup),
    receive {'DOWN', M, _, _, _} -> ok end.

kill(Name) ->
    M = monitor(process, Name),
    exit(whereis(Name), kill),
    receive {'DOWN', M, _, _, _} -> ok end.

wait(Name, Sup) ->
    case whereis(Name) of
        undefined -> _ = supervisor:which_children(Sup), wait(Name, Sup);
        _ -> ok
    end.

dynamic() ->
    {ok, Sup} = supervisor:start_link({local, dyn}, ?MODULE, {simple}),
    Pids = [element(2, supervisor:start_child(dyn, [N])) || N <- [d1, d2, d3]],
    io:format("dynamic ~p ~p~n", [length(Pids), supervisor:count_children(dyn)]),
    kill(d2),
    ok = supervisor:terminate_child(dyn, whereis(d1)),
    io:format("left ~p~n", [[C =:= whereis(d3) || {_, C, _, _} <- supervisor:which_children(dyn)]]),
    unlink(Sup),
    gen_server:stop(Sup).

%% -- Applications.

start(Type, Args) ->
    io:format("start ~p ~p ~p~n", [Type, Args, application:get_application()]),
    start_sup({one_for_one, [worker]}).
prep_stop(S) -> io:format("prep_stop~n"), S.
stop(_) -> io:format("stop~n").
config_change(C, N, R) -> io:format("config_change ~p ~p ~p~n", [C, N, R]).

apps() ->
    Spec = {application, design_app,
            [{description, "An example"}, {vsn, "1.0"}, {modules, [?MODULE]}, {registered, [worker]},
             {applications, [kernel, stdlib]}, {env, [{k, v}, {l, 1}]}, {mod, {?MODULE, [x]}}]},
    ok = application:load(Spec),
    {error, {already_loaded, _}} = application:load(Spec),
    application:set_env(design_app, l, 2),
    io:format("env ~p~n", [lists:sort(application:get_all_env(design_app))]),
    ok = application:start(design_app),
    io:format("running ~p ~p~n", [lists:keyfind(design_app, 1, application:which_applications()), gen_server:call(worker, get)]),
    {error, {already_started, design_app}} = application:start(design_app),
    {error, {not_started, none_such}} = application:stop(none_such),
    io:format("unknown ~p~n", [element(1, application:start(none_such))]),
    io:format("key ~p~n", [application:get_key(design_app, registered)]),
    ok = application:stop(design_app),
    ok = application:unload(design_app),
    io:format("undefined ~p~n", [application:get_env(design_app, k)]).

tasks() ->
    Self = self(),
    Pid = proc_lib:spawn_link(fun() -> proc_lib:init_ack(Self, up), receive go -> exit(gone) end end),
    Pid ! go,
    receive {'EXIT', Pid, R} -> io:format("proc_lib ~p~n", [R]) end,
    {ok, T} = timer:apply_after(10, erlang, send, [self(), tick]),
    receive tick -> io:format("tick~n") end,
    {error, badarg} = timer:cancel(x),
    timer:cancel(T),
    io:format("rpc ~p ~p~n", [rpc:call(node(), lists, seq, [1, 3]), rpc:pmap({erlang, abs}, [], [-1, 2])]),
    io:format("pg ~p~n", [begin {ok, _} = pg:start_link(), pg:join(g, Self), pg:get_local_members(g) =:= [Self] end]),
    io:format("dets ~p~n", [dets_round()]),
    io:format("disk_log ~p~n", [disk_log_round()]).

dets_round() ->
    {ok, T} = dets:open_file(t, [{file, "t.dets"}]),
    ok = dets:insert(T, [{N, N * N} || N <- lists:seq(1, 200)]),
    ok = dets:close(T),
    {ok, T} = dets:open_file(t, [{file, "t.dets"}]),
    R = {dets:lookup(T, 20), dets:info(T, size)},
    ok = dets:close(T),
    R.

disk_log_round() ->
    {ok, L} = disk_log:open([{name, l}, {file, "l.log"}]),
    ok = disk_log:log_terms(L, [{N, "entry"} || N <- lists:seq(1, 50)]),
    ok = disk_log:sync(L),
    {_, Terms} = disk_log:chunk(L, start),
    ok = disk_log:close(L),
    length(Terms).
