%% A call of a fun while its module is being purged waits for the end of that.
-module(purging).
-export([main/1]).

main(_Dir) ->
    Code = code(),
    waits(Code, purge),
    waits(Code, soft_purge).

waits(Code, How) ->
    code:purge(lost),
    code:delete(lost),
    code:purge(lost),
    load(Code),
    F = lost:f(1),
    Busy = spawn(fun() -> lost:stay() end),
    receive after 20 -> ok end,
    true = code:delete(lost),
    Ref = make_ref(),
    erts_code_purger ! {test_purge, lost, self(), How =:= purge, Ref},
    receive {started, Ref} -> ok end,
    {Caller, Mon} = spawn_monitor(fun() -> exit(try F(2) catch C:R -> {C, R} end) end),
    receive after 20 -> ok end,
    First = process_info(Caller, [status, current_function]),
    Caller ! nothing,
    receive after 20 -> ok end,
    Then = {process_info(Caller, status), erlang:fun_info(F, name)},
    erts_code_purger ! {continue, Ref},
    receive {continued, Ref} -> ok end,
    erts_code_purger ! {complete, Ref},
    receive {test_purge, Result, Ref} -> ok end,
    receive {'DOWN', Mon, process, Caller, Reason} -> ok end,
    %% On erl nothing can be loaded before the purge is over, and so nothing printed.
    io:format("~p~n", [{How, First, Then, Result, Reason, is_process_alive(Busy)}]),
    exit(Busy, kill).

load(Code) ->
    {module, lost} = code:load_binary(lost, "lost.beam", Code).

code() ->
    prog:compiled("-module(lost). -export([f/1, stay/0]). f(Y) -> fun(X) -> X + Y end."
                  " stay() -> receive stop -> ok end, ok.").
