%% bench_driver: calls a program's main/0 several times in one VM. A line "BENCHRUN N" opens each run; run 1 is cold.
-module(bench_driver).
-export([main/3]).

%% After the last run it stays for Linger milliseconds, so that the harness can read the memory that was used.
main(Mod, Runs, Linger) ->
    run(Mod, 1, Runs),
    io:format("BENCHDONE~n"),
    receive after Linger -> ok end.

run(_, N, Runs) when N > Runs -> ok;
run(Mod, N, Runs) ->
    io:format("BENCHRUN ~p~n", [N]),
    Mod:main(),
    run(Mod, N + 1, Runs).
