%% save_calls: what a process has called last
-module(trace_save_calls).
-export([main/0, same/1, other/0, loop/1]).

main() ->
    none = own(),
    of_another(),
    sensitive(),
    wrong(),
    ok.

same(X) -> X.
other() -> local().
local() -> {lists:reverse([1, 2]), atom_to_list(same(x))}.
loop(0) -> none;
loop(N) -> ?MODULE:loop(N - 1).

own() ->
    io:format("~p~n", [process_info(self(), last_calls)]),
    Was = process_flag(save_calls, 30),
    %% In OTP the process notices when it is scheduled next that calls are saved.
    receive after 1 -> ok end,
    ?MODULE:same(1),
    Other = ?MODULE:other(),
    self() ! Other,
    receive Other -> ok end,
    receive after 1 -> ok end,
    receive never -> ok after 0 -> ok end,
    Local = fun same/1,
    External = fun ?MODULE:same/1,
    Values = [Local(1), External(2), apply(?MODULE, same, [element(1, Other)])],
    erlang:send(self(), Values),
    receive _ -> ok end,
    Thrown = try throw(Values) catch T -> T end,
    None = ?MODULE:loop(2),
    All = process_info(self(), last_calls),
    3 = length([20 || _ <- [process_flag(save_calls, 3), ?MODULE:same(Thrown), ?MODULE:same(None)]]),
    Few = process_info(self(), last_calls),
    ?MODULE:same(1), ?MODULE:same(2), ?MODULE:same(3), ?MODULE:same(4),
    Last = process_info(self(), last_calls),
    Number = process_flag(save_calls, 0),
    io:format("~p ~p~n~p~n~p~n~p~n~p~n", [Was, Number, All, Few, Last, process_info(self(), last_calls)]),
    io:format("~p~n", [process_flag(save_calls, 0)]),
    None.

of_another() ->
    Self = self(),
    P = spawn(fun() ->
                      Self ! here,
                      receive {go, F} -> Self ! {done, F()} end,
                      receive stop -> ok end
              end),
    receive here -> ok end,
    io:format("~p~n", [process_flag(P, save_calls, 10)]),
    io:format("~p~n", [process_info(P, last_calls)]),
    P ! {go, fun() -> ?MODULE:other() end},
    receive {done, _} -> ok end,
    receive after 20 -> ok end,
    io:format("~p~n", [process_info(P, last_calls)]),
    io:format("~p ~p~n", [process_info(self(), last_calls), process_info(P, trap_exit)]),
    %% Who is spawned remembers nothing; a trace of the same calls goes on by itself.
    Q = spawn(fun() -> process_flag(save_calls, 5), C = spawn(fun() -> receive stop -> ok end end), Self ! {child, C},
                       receive stop -> ok end end),
    Child = receive {child, C} -> C end,
    io:format("~p~n", [process_info(Child, last_calls)]),
    exit(Q, kill), exit(Child, kill),
    1 = erlang:trace(P, true, [call]),
    1 = erlang:trace_pattern({?MODULE, same, 1}, true, [global]),
    io:format("~p~n", [process_flag(P, save_calls, 0)]),
    io:format("~p~n", [process_info(P, last_calls)]),
    io:format("~p~n", [erlang:trace_info({?MODULE, same, 1}, traced)]),
    1 = erlang:trace_pattern({?MODULE, same, 1}, false, [global]),
    exit(P, kill).

sensitive() ->
    process_flag(save_calls, 10),
    process_flag(sensitive, true),
    Before = process_info(self(), last_calls),
    ?MODULE:same(1),
    self() ! x,
    receive x -> ok end,
    Then = process_info(self(), last_calls),
    process_flag(sensitive, false),
    ?MODULE:same(1),
    After = process_info(self(), last_calls),
    process_flag(save_calls, 0),
    io:format("~p~n~p~n~p~n", [Before, Then, After]).

wrong() ->
    P = spawn(fun() -> receive stop -> ok end end),
    Dead = spawn(fun() -> ok end),
    receive after 10 -> ok end,
    [io:format("~p ~p~n", [N, [catch_error(F) || F <- [fun() -> process_flag(save_calls, N) end,
                                                       fun() -> process_flag(P, save_calls, N) end]]])
     || N <- [-1, 10001, a, 1 bsl 70]],
    io:format("~p~n", [catch_error(fun() -> process_flag(Dead, save_calls, 1) end)]),
    io:format("~p~n", [catch_error(fun() -> process_flag(P, trap_exit, true) end)]),
    exit(P, kill).

catch_error(F) ->
    try F() catch C:R:S -> {C, R, element(1, hd(S)), element(2, hd(S))} end.
