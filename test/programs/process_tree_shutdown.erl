%% a tree of supervisors and workers stops from the leaves to the root
-module(process_tree_shutdown).
-export([main/0]).
-export([init/1, start_sub/2, start_worker/2, worker/2]).
-import(prog, [flush/0]).

main() ->
    process_flag(trap_exit, true),
    Me = self(),
    {ok, Root} = supervisor:start_link(?MODULE, {root, Me}),
    io:format("~p~n", [[I || {I, _, _, _} <- lists:sort(supervisor:which_children(Root))]]),
    io:format("~p~n", [lists:sort(supervisor:count_children(Root))]),
    exit(Root, shutdown),
    io:format("~p~n", [[receive {stopped, I, R} -> {I, R} end || _ <- lists:seq(1, 4)]]),
    receive {'EXIT', Root, R} -> io:format("~p~n", [R]) end,
    io:format("~p~n", [flush()]).

init({root, Me}) -> {ok, {#{}, [#{id => I, type => supervisor, start => {?MODULE, start_sub, [I, Me]}} || I <- [left, right]]}};
init({sub, I, Me}) -> {ok, {#{}, [#{id => {I, N}, start => {?MODULE, start_worker, [{I, N}, Me]}} || N <- [1, 2]]}}.

start_sub(I, Me) -> supervisor:start_link(?MODULE, {sub, I, Me}).
start_worker(I, Me) -> {ok, proc_lib:spawn_link(?MODULE, worker, [I, Me])}.
worker(I, Me) ->
    process_flag(trap_exit, true),
    receive {'EXIT', _, R} -> Me ! {stopped, I, R}, exit(R) end.
