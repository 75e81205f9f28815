%% one_for_one, one_for_all, rest_for_one and simple_one_for_one
-module(otp_supervisor).
-export([main/0]).
-export([init/1, start_child/1, start_child/2]).
-import(prog, [wait_down/1]).

main() ->
    process_flag(trap_exit, true),
    [begin
         {ok, S} = supervisor:start_link(?MODULE, {Strategy, self()}),
         Before = kids(S),
         exit(maps:get(b, Before), crash),
         After = settle(S, Before),
         io:format("~p: restarted ~p~n", [Strategy, [K || K <- [a, b, c], maps:get(K, Before) =/= maps:get(K, After)]]),
         io:format("~p~n", [lists:sort(supervisor:count_children(S))]),
         io:format("~p ~p~n", [supervisor:terminate_child(S, c), supervisor:restart_child(S, a)]),
         io:format("~p ~p~n", [supervisor:delete_child(S, c), supervisor:delete_child(S, a)]),
         unlink(S),
         exit(S, shutdown),
         M = monitor(process, S),
         wait_down(M)
     end || Strategy <- [one_for_one, one_for_all, rest_for_one]],
    {ok, D} = supervisor:start_link(?MODULE, {simple_one_for_one, self()}),
    {ok, P1} = supervisor:start_child(D, [x]),
    {ok, _} = supervisor:start_child(D, [y]),
    io:format("~p~n", [lists:sort(supervisor:count_children(D))]),
    io:format("~p~n", [supervisor:terminate_child(D, P1)]),
    io:format("~p~n", [[{I, T, Ms} || {I, _, T, Ms} <- supervisor:which_children(D)]]),
    unlink(D),
    exit(D, kill).

kids(S) -> maps:from_list([{I, P} || {I, P, _, _} <- supervisor:which_children(S)]).

settle(S, Before) ->
    case kids(S) of
        #{b := P} = K when is_pid(P) -> case K =:= Before of true -> settle(S, Before); false -> K end;
        _ -> settle(S, Before)
    end.

init({simple_one_for_one, _}) ->
    {ok, {#{strategy => simple_one_for_one}, [#{id => w, start => {?MODULE, start_child, [w]}, restart => temporary}]}};
init({Strategy, _}) ->
    {ok, {#{strategy => Strategy, intensity => 5, period => 5}, [#{id => I, start => {?MODULE, start_child, [I]}} || I <- [a, b, c]]}}.

start_child(I) -> start_child(I, none).
start_child(_, _) -> {ok, spawn_link(fun() -> receive stop -> ok end end)}.
