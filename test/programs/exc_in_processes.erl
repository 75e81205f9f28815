%% exceptions with stack traces as exit reasons, seen by monitors and links
-module(exc_in_processes).
-export([main/0]).
-import(prog, [id/1, frames/2, wait_down/1]).

main() ->
    process_flag(trap_exit, true),
    Fs = [fun() -> error(boom) end, fun() -> fail(id(x)) end, fun() -> throw(ball) end, fun() -> erlang:raise(error, given, [{m, f, 1, []}]) end, fun() -> exit({nice, 1}) end, fun() -> deep(3) end],
    [begin
         {P, M} = spawn_monitor(F),
         R = wait_down(M),
         io:format("~p ~p~n", [is_pid(P), shown(R)])
     end || F <- Fs],
    L = spawn_link(fun() -> fail(id(y)) end),
    receive {'EXIT', L, R2} -> io:format("~p~n", [shown(R2)]) end.

fail(a) -> ok.
deep(0) -> error(bottom);
deep(N) -> [deep(N - 1)].

shown({R, [{_, _, _, _} | _] = S}) -> {R, frames(?MODULE, S)};
shown(R) -> R.
