%% sys:trace and debug functions of a gen_server, and the process events of a supervisor's child
-module(trace_sys).
-behaviour(gen_server).
-export([main/0, init/1, handle_call/3, handle_cast/2, handle_info/2]).

main() ->
    {ok, S} = gen_server:start({local, trace_sys_server}, ?MODULE, 0, []),
    sys:trace(S, true),
    gen_server:cast(S, {add, 2}),
    gen_server:cast(S, {add, 3}),
    S ! info,
    sys:trace(S, false),
    5 = gen_server:call(S, {add, 0}),
    sys:install(S, {fun(N, E, _) -> io:format("~p ~p~n", [N, element(1, E)]), N + 1 end, 1}),
    S ! info,
    5 = gen_server:call(S, {add, 0}),
    %% And the emulator's own trace at the same time.
    erlang:trace(S, true, [call]),
    erlang:trace_pattern({?MODULE, '_', '_'}, [{'_', [], [{return_trace}]}], [local]),
    6 = gen_server:call(S, {add, 1}),
    6 = sys:get_state(S),
    erlang:trace_pattern({?MODULE, '_', '_'}, false, [local]),
    R = erlang:trace_delivered(S),
    receive {trace_delivered, S, R} -> ok end,
    [io:format("~0p~n", [prog:normal(setelement(2, M, server))]) || M <- prog:flush()],
    gen_server:stop(S),
    ok.

init(N) -> {ok, N}.
handle_call({add, N}, _From, S) -> {reply, S + N, S + N}.
handle_cast({add, N}, S) -> {noreply, S + N}.
handle_info(info, S) -> {noreply, S}.
