%% how programs end: status, signals, end of file, in which order; what cannot be started
-module(port_exit).
-export([main/0]).

main() ->
    process_flag(trap_exit, true),
    [io:format("~0p ~0p: ~0p~n", [Command, Opts, run({spawn, Command}, Opts)])
     || {Command, Opts} <- [{"true", []}, {"true", [eof]}, {"sh -c 'exit 3'", [exit_status]}, {"sh -c 'exit 255'", [exit_status, eof]},
                            {"sh -c 'kill -9 $$'", [exit_status]}, {"sh -c 'kill -TERM $$'", [exit_status]},
                            {"sh -c 'kill -HUP $$'", [exit_status, eof]}, {"sh -c 'echo a; exit 7'", [exit_status]},
                            {"sh -c 'exec >&-; sleep 0.2; exit 4'", [exit_status]}, {"sh -c 'exec >&-; sleep 0.2'", []},
                            {"sh -c 'sleep 0.3 & exit 5'", [exit_status]}, {"gluon-no-such-program", [exit_status, stderr_to_stdout]},
                            {"/", [exit_status, stderr_to_stdout]}, {"sh -c 'echo err >&2; echo out; exit 1'", [exit_status, stderr_to_stdout]}]],
    [io:format("~0p ~0p: ~0p~n", [Name, Opts, run({spawn_executable, Name}, Opts)])
     || {Name, Opts} <- [{"/gluon/no/such/program", []}, {"/etc/passwd", [exit_status]}, {"/tmp", [exit_status]}, {"/bin/true/x", []},
                         {"/bin/true", [exit_status]}, {"/bin/sh", [{args, ["-c", "exit 9"]}, exit_status]},
                         {<<"/bin/sh">>, [{args, ["-c", "echo $0 >&2; exit 9"]}, exit_status, stderr_to_stdout, eof]}]],
    io:format("~0p~n", [killed()]),
    io:format("~0p~n", [written_too_late()]),
    [io:format("~0p ~0p: ~0p~n", [Name, Opts, catch_open(Name, Opts)]) || {Name, Opts} <- wrong()].

run(What, Opts) ->
    try open_port(What, Opts) of
        P -> all(P, lists:member(eof, Opts), lists:member(exit_status, Opts))
    catch
        C:R -> {C, R}
    end.

%% Messages up to the port's end.
all(P, Eof, Status) ->
    receive
        {P, {data, D}} -> join(D, all(P, Eof, Status));
        {P, {exit_status, S}} -> [S | all(P, Eof, false)];
        {P, eof} when not Status -> port_close(P), receive {'EXIT', P, R} -> [eof, R] end;
        {P, eof} -> [eof | all(P, Eof, Status)];
        {'EXIT', P, R} -> [R]
    after 5000 -> [timeout]
    end.

%% Output may come in pieces.
join(D, [E | T]) when is_list(E) -> [D ++ E | T];
join(D, T) -> [D | T].

killed() ->
    P = open_port({spawn, "cat"}, [exit_status]),
    {os_pid, Pid} = erlang:port_info(P, os_pid),
    Q = open_port({spawn, "kill -INT " ++ integer_to_list(Pid)}, []),
    R = all(P, false, true),
    receive {'EXIT', Q, _} -> R end.

written_too_late() ->
    P = open_port({spawn, "true"}, [eof, exit_status]),
    receive {P, eof} -> ok end,
    receive {P, {exit_status, 0}} -> ok end,
    true = port_command(P, "x"),
    receive {'EXIT', P, R} -> {R, erlang:port_info(P)} after 5000 -> timeout end.

wrong() ->
    [{{spawn, "true"}, O} || O <- [[foo], foo, [in | out], [{packet, 3}], [{packet, a}], [{line, 0}], [{line, x}], [line, {packet, 1}],
                                   [nouse_stdio, stderr_to_stdout], [{env, x}], [{env, [x]}], [{env, [{"a", 1}]}], [{env, [{"a=b", "c"}]}],
                                   [{env, [{a, "b"}]}], [{args, []}], [{arg0, "x"}], [{cd, 1}], [{parallelism, x}],
                                   [{busy_limits_port, {0, 2}}], [{busy_limits_port, x}], [{busy_limits_msgq, {a, 2}}], [{eof, true}]]]
        ++ [{N, []} || N <- [{spawn, ""}, {spawn, 1}, {spawn, "true", 1}, {spawn, "a\0b"}, {fd, 1}, {fd, a, b}, {}, {foo, 1}, 1,
                             {spawn_driver, "true"}, {spawn_driver, no_driver}, {spawn_executable, ""}]]
        ++ [{{fd, 0, 1}, [exit_status]}, {{spawn_driver, "ram_file_drv"}, [exit_status]}, {{spawn_driver, "ram_file_drv"}, [{busy_limits_port, {1, 2}}]},
            {{spawn_executable, "/bin/true"}, [{args, x}]}, {{spawn_executable, "/bin/true"}, [{args, [1]}]}].

catch_open(Name, Opts) ->
    try open_port(Name, Opts) of P -> port_close(P), opened catch C:R -> {C, R} end.
