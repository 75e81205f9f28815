%% a counter server with call, cast, timeouts and crash
-module(proc_server).
-export([main/0]).

main() ->
    S = start(),
    io:format("~p~n", [[call(S, {add, 5}), call(S, {add, -2}), call(S, get)]]),
    cast(S, {add, 100}),
    io:format("~p~n", [call(S, get)]),
    io:format("~p~n", [call(S, slow, 10)]),
    io:format("~p~n", [call(S, get)]),
    io:format("~p~n", [call(S, crash)]),
    io:format("~p~n", [call(S, get)]).

start() -> spawn(fun() -> loop(0) end).

loop(N) ->
    receive
        {call, From, {add, X}} -> reply(From, N + X), loop(N + X);
        {call, From, get} -> reply(From, N), loop(N);
        {call, From, slow} -> receive after 30 -> reply(From, too_late) end, loop(N);
        {call, _, crash} -> error({crashed, N});
        {cast, {add, X}} -> loop(N + X)
    end.

reply({Pid, Ref}, X) -> Pid ! {Ref, X}.

call(S, R) -> call(S, R, 5000).
call(S, R, T) ->
    Ref = monitor(process, S),
    S ! {call, {self(), Ref}, R},
    receive
        {Ref, X} -> demonitor(Ref, [flush]), {ok, X};
        {'DOWN', Ref, _, _, {Why, [_ | _]}} -> {down, Why};
        {'DOWN', Ref, _, _, Why} -> {down, Why}
    after T -> demonitor(Ref, [flush]), timeout
    end.

cast(S, R) -> S ! {cast, R}, ok.
