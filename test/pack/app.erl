%% A supervised server: what test/pack/pack.test.ts packs.
-module(app).
-behaviour(supervisor).
-export([main/0, init/1]).

main() ->
    {ok, Sup} = supervisor:start_link(?MODULE, []),
    unlink(Sup),
    1 = counter:next(),
    2 = counter:next(),
    Old = whereis(counter),
    Ref = monitor(process, Old),
    exit(Old, kill),
    receive {'DOWN', Ref, process, Old, killed} -> ok end,
    wait_for_another(Old),
    1 = counter:next(),
    io:format("~p ~ts~n", [supervisor:count_children(Sup), [8364]]),
    exit(Sup, shutdown),
    ok.

wait_for_another(Old) ->
    case whereis(counter) of
        Pid when is_pid(Pid), Pid =/= Old -> ok;
        _ -> erlang:yield(), wait_for_another(Old)
    end.

init([]) ->
    {ok, {#{strategy => one_for_one}, [#{id => counter, start => {counter, start_link, []}}]}}.
