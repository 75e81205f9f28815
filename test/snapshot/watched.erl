%% A supervisor with one child that counts.
-module(watched).
-behaviour(supervisor).
-export([start/0, forever/0, ready/0, init/1, count/0, crash/0, counter/0, loop/1, timer/0]).

start() ->
    {ok, _} = supervisor:start_link({local, ?MODULE}, ?MODULE, []),
    forever().

forever() -> receive after infinity -> ok end.

ready() ->
    case whereis(counter) of
        undefined -> erlang:yield(), ready();
        _ -> ok
    end.

init([]) ->
    Child = #{id => counter, start => {?MODULE, counter, []}},
    {ok, {#{intensity => 5, period => 10}, [Child]}}.

counter() ->
    P = proc_lib:spawn_link(?MODULE, loop, [0]),
    register(counter, P),
    {ok, P}.

loop(N) ->
    receive
        {count, From, Ref} -> From ! {Ref, N + 1}, loop(N + 1);
        crash -> exit(crashed)
    end.

count() ->
    Ref = make_ref(),
    counter ! {count, self(), Ref},
    receive {Ref, N} -> N after 5000 -> timeout end.

crash() ->
    P = whereis(counter),
    M = monitor(process, P),
    P ! crash,
    receive {'DOWN', M, process, P, Why} -> Why end.

%% Answers by way of OTP's own timer server.
timer() ->
    {ok, _} = timer:send_after(20, hello),
    receive hello -> ok after 5000 -> timeout end.
