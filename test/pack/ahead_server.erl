-module(ahead_server).
-behaviour(gen_server).
-export([start_link/0, add/1, crash/1]).
-export([init/1, handle_call/3, handle_cast/2]).

start_link() -> gen_server:start_link({local, ?MODULE}, ?MODULE, [], []).
add(N) -> gen_server:call(?MODULE, {add, N}).
crash(Why) ->
    Ref = monitor(process, ?MODULE),
    gen_server:cast(?MODULE, {crash, Why}),
    receive {'DOWN', Ref, process, _, {Reason, _}} -> wait(), Reason end.

wait() ->
    case whereis(?MODULE) of
        undefined -> erlang:yield(), wait();
        _ -> ok
    end.

init([]) -> {ok, 0}.
handle_call({add, N}, _From, Sum) -> {reply, Sum + N, Sum + N}.
handle_cast({crash, Why}, _) -> error(Why).
