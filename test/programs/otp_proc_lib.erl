%% proc_lib starts, initial calls, crashes and sys messages
-module(otp_proc_lib).
-export([main/0]).
-export([server/2, init/1, handle_call/3, handle_cast/2]).

main() ->
    process_flag(trap_exit, true),
    io:format("~p~n", [element(1, proc_lib:start_link(?MODULE, server, [self(), ok]))]),
    io:format("~p~n", [proc_lib:start_link(?MODULE, server, [self(), fail])]),
    io:format("~p~n", [proc_lib:start(?MODULE, server, [self(), silent], 30)]),
    {ok, P} = proc_lib:start(?MODULE, server, [self(), ok]),
    io:format("~p~n", [proc_lib:translate_initial_call(P)]),
    io:format("~p~n", [proc_lib:initial_call(P)]),
    Q = proc_lib:spawn_link(fun() -> exit(early) end),
    receive {'EXIT', Q, R} -> io:format("~p~n", [R]) end,
    Q2 = proc_lib:spawn_link(fun() -> error(crashed) end),
    receive {'EXIT', Q2, {R2, _}} -> io:format("~p~n", [R2]) end,
    {ok, G} = gen_server:start(?MODULE, state0, []),
    io:format("~p~n", [sys:get_state(G)]),
    io:format("~p~n", [sys:replace_state(G, fun(S) -> {replaced, S} end)]),
    io:format("~p~n", [gen_server:call(G, state)]),
    io:format("~p~n", [sys:suspend(G)]),
    io:format("~p~n", [try gen_server:call(G, state, 20) catch exit:{timeout, _} -> suspended end]),
    io:format("~p~n", [sys:resume(G)]),
    {status, G, {module, gen_server}, [_, running, _, _, _]} = sys:get_status(G),
    io:format("~p~n", [sys:terminate(G, normal)]).

server(_, ok) -> proc_lib:init_ack({ok, self()}), receive stop -> ok end;
server(_, fail) -> proc_lib:init_ack({error, failed}), exit(failed);
server(_, silent) -> receive stop -> ok end.

init(S) -> {ok, S}.
handle_call(state, _, S) -> {reply, S, S}.
handle_cast(_, S) -> {noreply, S}.
