%% restart types, restart intensity and start failures
-module(otp_supervisor_limits).
-export([main/0]).
-export([init/1, worker/1, suicidal/0, fails/0]).

main() ->
    process_flag(trap_exit, true),
    [begin
         {ok, S} = supervisor:start_link(?MODULE, [#{id => w, start => {?MODULE, worker, [self()]}, restart => R}]),
         P = receive {up, X} -> X end,
         P ! {die, Why},
         N = receive {up, _} -> restarted after 60 -> not_restarted end,
         io:format("~p ~p: ~p ~p~n", [R, Why, N, lists:keyfind(workers, 1, supervisor:count_children(S))]),
         unlink(S), exit(S, shutdown), receive {'EXIT', _, _} -> ok after 0 -> ok end
     end || R <- [permanent, transient, temporary], Why <- [normal, shutdown, {shutdown, x}, crash]],
    {ok, S2} = supervisor:start_link(?MODULE, [#{id => w, start => {?MODULE, suicidal, []}}]),
    receive {'EXIT', S2, Why2} -> io:format("~p~n", [Why2]) end,
    {error, {shutdown, {failed_to_start_child, bad, R3}}} = supervisor:start_link(?MODULE, [#{id => bad, start => {?MODULE, fails, []}}]),
    io:format("~p~n", [R3]),
    io:format("~p~n", [supervisor:check_childspecs([#{id => x}])]),
    io:format("~p~n", [supervisor:check_childspecs([#{id => x, start => {m, f, []}}])]).

init(Specs) -> {ok, {#{intensity => 3, period => 10}, Specs}}.
worker(Me) -> {ok, spawn_link(fun() -> Me ! {up, self()}, receive {die, R} -> exit(R) end end)}.
suicidal() -> {ok, spawn_link(fun() -> exit(too_bad) end)}.
fails() -> {error, cannot_start}.
