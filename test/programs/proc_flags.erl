%% process_flag and what it gives back
-module(proc_flags).
-export([main/0]).
-import(prog, [id/1, show/2]).

main() ->
    Me = self(),
    spawn(fun() ->
        L = [process_flag(trap_exit, true), process_flag(trap_exit, false), process_flag(priority, high), process_flag(priority, normal),
             process_flag(message_queue_data, off_heap), process_flag(message_queue_data, on_heap), process_flag(sensitive, true), process_flag(sensitive, false),
             process_flag(error_handler, error_handler), process_flag(save_calls, 10), process_flag(save_calls, 0)],
        Me ! L
    end),
    receive L -> io:format("~p~n", [L]) end,
    show("bad flag", fun() -> process_flag(id(nosuch), 1) end),
    show("bad value", fun() -> process_flag(trap_exit, id(maybe_not)) end),
    show("bad priority", fun() -> process_flag(priority, id(highest)) end),
    show("max_heap_size", fun() -> process_flag(max_heap_size, id(a)) end).
