%% processes() and is_process_alive follow births and deaths
-module(proc_process_count).
-export([main/0]).
-import(prog, [id/1, show/2, wait_down/1]).

main() ->
    Before = length(processes()),
    Ps = [spawn(fun() -> receive stop -> ok end end) || _ <- lists:seq(1, 50)],
    io:format("~p~n", [lists:all(fun(P) -> lists:member(P, processes()) end, Ps)]),
    io:format("~p~n", [length(processes()) >= Before + 50]),
    Ms = [monitor(process, P) || P <- Ps],
    [P ! stop || P <- Ps],
    [wait_down(M) || M <- Ms],
    io:format("~p~n", [lists:any(fun(P) -> lists:member(P, processes()) end, Ps)]),
    io:format("~p~n", [[X || X <- [is_process_alive(P) || P <- Ps], X]]),
    io:format("~p~n", [lists:member(self(), processes())]),
    io:format("~p~n", [is_process_alive(self())]),
    show("atom", fun() -> is_process_alive(id(a)) end),
    io:format("~p~n", [[list_to_pid(pid_to_list(self())) =:= self(), is_list(pid_to_list(hd(Ps)))]]),
    io:format("~p~n", [lists:usort([is_pid(P) || P <- processes()])]),
    io:format("~p~n", [Ps =:= lists:sort(Ps)]).
