%% a gen_server with calls, casts, infos, timeouts, continue and noreply
-module(otp_gen_server).
-export([main/0]).
-export([init/1, handle_call/3, handle_cast/2, handle_info/2, handle_continue/2, terminate/2]).
-import(prog, [show/2, flush/0]).

main() ->
    {ok, S} = gen_server:start_link(?MODULE, [10], []),
    io:format("~p~n", [[gen_server:call(S, R) || R <- [get, {add, 5}, get, {later, 7}, stop_later]]]),
    gen_server:cast(S, {add, 100}),
    io:format("~p~n", [gen_server:call(S, get)]),
    S ! {info, 1},
    io:format("~p~n", [gen_server:call(S, get)]),
    gen_server:cast(S, {timeout, 5, self()}),
    receive timed_out -> io:format("timed out~n") end,
    gen_server:cast(S, {continue, self()}),
    receive X -> io:format("~p~n", [X]) end,
    show("call timeout", fun() -> {timeout, {gen_server, call, [P, never, 20]}} = (catch exit_reason(fun() -> gen_server:call(S, never, 20) end)), P =:= S end),
    io:format("~p~n", [gen_server:stop(S)]),
    show("call after stop", fun() -> element(1, exit_reason(fun() -> gen_server:call(S, get) end)) end),
    show("call nobody", fun() -> element(1, exit_reason(fun() -> gen_server:call(nobody, get) end)) end),
    io:format("~p~n", [gen_server:start(?MODULE, ignore, [])]),
    io:format("~p~n", [gen_server:start(?MODULE, {stop, why}, [])]),
    {ok, N} = gen_server:start({local, named}, ?MODULE, [1], []),
    io:format("~p~n", [gen_server:call(named, get)]),
    {error, {already_started, Q}} = gen_server:start({local, named}, ?MODULE, [1], []),
    io:format("~p ~p~n", [Q =:= N, gen_server:call(N, {stop, reply})]),
    io:format("~p~n", [flush()]).

exit_reason(F) ->
    try F() catch exit:R -> R end.

init(ignore) -> ignore;
init({stop, R}) -> {stop, R};
init([N]) -> {ok, N}.

handle_call(get, _, N) -> {reply, N, N};
handle_call({add, X}, _, N) -> {reply, N + X, N + X};
handle_call({later, X}, From, N) ->
    gen_server:reply(From, {delayed, X}),
    {noreply, N};
handle_call(never, _, N) -> {noreply, N};
handle_call({stop, R}, _, N) -> {stop, normal, R, N};
handle_call(Other, _, N) -> {reply, {unknown, Other}, N}.

handle_cast({add, X}, N) -> {noreply, N + X};
handle_cast({timeout, T, P}, _) -> {noreply, {P, 1}, T};
handle_cast({continue, P}, N) -> {noreply, N, {continue, {tell, P}}}.

handle_info({info, X}, N) -> {noreply, N + X};
handle_info(timeout, {P, N}) -> P ! timed_out, {noreply, N}.

handle_continue({tell, P}, N) -> P ! {continued, N}, {noreply, N}.

terminate(_, _) -> ok.
