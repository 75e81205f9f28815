%% a worker pool of gen_servers under a simple_one_for_one supervisor
-module(otp_pool).
-export([main/0]).
-export([init/1, start_worker/1, handle_call/3, handle_cast/2]).
-import(prog, [wait_down/1]).

main() ->
    process_flag(trap_exit, true),
    {ok, Sup} = supervisor:start_link(?MODULE, sup),
    Ws = [begin {ok, W} = supervisor:start_child(Sup, [I]), W end || I <- lists:seq(1, 5)],
    Rs = [gen_server:call(lists:nth(I rem 5 + 1, Ws), {square, I}) || I <- lists:seq(1, 20)],
    io:format("~p~n", [Rs]),
    Crash = catch gen_server:call(hd(Ws), crash),
    io:format("~p~n", [element(1, element(2, Crash))]),
    receive after 20 -> ok end,
    io:format("~p~n", [lists:sort(supervisor:count_children(Sup))]),
    Ids = lists:sort([gen_server:call(P, id) || {_, P, _, _} <- supervisor:which_children(Sup)]),
    io:format("~p~n", [Ids]),
    M = monitor(process, lists:nth(2, Ws)),
    unlink(Sup),
    exit(Sup, shutdown),
    io:format("~p~n", [wait_down(M)]).

init(sup) -> {ok, {#{strategy => simple_one_for_one, intensity => 5, period => 1}, [#{id => worker, start => {?MODULE, start_worker, []}}]}};
init({worker, I}) -> {ok, I}.

start_worker(I) -> gen_server:start_link(?MODULE, {worker, I}, []).

handle_call({square, X}, _, I) -> {reply, {I, X * X}, I};
handle_call(id, _, I) -> {reply, I, I};
handle_call(crash, _, _) -> exit(crashed).
handle_cast(_, I) -> {noreply, I}.
