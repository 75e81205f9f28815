%% who gets the emulator's own reports: `logger`, another process, and `logger` again when that has ended
-module(otp_system_logger).
-export([main/0]).

main() ->
    _ = logger:remove_handler(default),
    Self = self(),
    Before = erlang:system_info(system_logger),
    {Logger, _} = spawn_monitor(fun F() -> receive M -> Self ! {element(1, M), element(2, M)}, F() end end),
    io:format("~p~n", [Before =:= erlang:system_flag(system_logger, Logger)]),
    io:format("~p~n", [Logger =:= erlang:system_info(system_logger)]),
    crash(),
    io:format("~p~n", [receive R -> R after 1000 -> none end]),
    exit(Logger, die),
    receive {'DOWN', _, process, Logger, die} -> ok end,
    crash(),
    io:format("~p~n", [receive R2 -> R2 after 100 -> none end]),
    io:format("~p~n", [erlang:system_info(system_logger)]),
    io:format("~p~n", [catch erlang:system_flag(system_logger, Logger)]),
    io:format("~p~n", [Logger =:= erlang:system_flag(system_logger, undefined)]),
    crash(),
    io:format("~p~n", [erlang:system_flag(system_logger, logger)]).

crash() ->
    {_, Ref} = spawn_monitor(fun() -> exit({oops, []}, binary_to_atom(<<"x">>), 1) end),
    receive {'DOWN', Ref, process, _, _} -> ok end.

exit(Reason, _, _) ->
    error(Reason).
