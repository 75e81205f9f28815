%% items of process_info that do not depend on time or memory
-module(proc_info).
-export([main/0]).
-export([waiter/2]).
-import(prog, [id/1, show/2, wait_down/1, normal/1]).

main() ->
    Me = self(),
    P = spawn_opt(?MODULE, waiter, [Me, arg], [{priority, high}]),
    receive ready -> ok end,
    receive after 20 -> ok end,
    [P ! M || M <- [one, {two, 2}]],
    Items = [registered_name, status, message_queue_len, messages, priority, trap_exit, initial_call, current_function, links, monitors, monitored_by, error_handler, catchlevel, suspending],
    [io:format("~p~n", [normal(process_info(P, I))]) || I <- Items],
    io:format("~p~n", [normal(process_info(P, [trap_exit, priority]))]),
    io:format("~p~n", [process_info(P, [])]),
    io:format("~p~n", [normal(process_info(P, parent)) =:= {parent, '<pid>'}]),
    M = monitor(process, P),
    io:format("~p~n", [normal(process_info(P, monitored_by))]),
    io:format("~p~n", [normal(process_info(self(), monitors))]),
    exit(P, kill),
    wait_down(M),
    io:format("~p~n", [process_info(P, status)]),
    io:format("~p~n", [process_info(P)]),
    io:format("~p~n", [process_info(self(), status)]),
    io:format("~p~n", [[is_integer(element(2, process_info(self(), I))) || I <- [memory, heap_size, stack_size, total_heap_size, reductions]]]),
    show("bad item", fun() -> process_info(self(), nosuch) end),
    show("bad pid", fun() -> process_info(id(a), status) end).

waiter(Me, _) ->
    Me ! ready,
    receive never -> ok end.
