%% max_heap_size: what is not said is as system_flag has it
-module(proc_max_heap_defaults).
-export([main/0]).

main() ->
    Old = erlang:system_info(max_heap_size),
    show(flag, erlang:system_flag(max_heap_size, #{size => 0, kill => false, error_logger => false})),
    show(info, erlang:system_info(max_heap_size)),
    show(flag, erlang:system_flag(max_heap_size, 500000)),
    show(flag, erlang:system_flag(max_heap_size, #{size => 600000, error_logger => true})),
    show(info, erlang:system_info(max_heap_size)),
    [begin
         P = spawn_opt(fun() -> receive stop -> ok end end, Options),
         show(Options, element(2, process_info(P, max_heap_size))),
         exit(P, kill)
     end || Options <- [[], [{max_heap_size, 70000}], [{max_heap_size, #{size => 80000, kill => true}}],
                        [{max_heap_size, #{size => 0, error_logger => false}}]]],
    {P, M} = spawn_monitor(fun() -> flags() end),
    receive {'DOWN', M, process, P, _} -> ok end,
    [io:format("~p~n", [try erlang:system_flag(max_heap_size, X) catch error:E -> E end])
     || X <- [a, #{}, #{size => a}, #{size => 500000, kill => 1}, -1, 5]],
    show(info, erlang:system_info(max_heap_size)),
    erlang:system_flag(max_heap_size, Old),
    io:format("~p~n", [erlang:system_info(max_heap_size) =:= Old]).

flags() ->
    [show(X, process_flag(max_heap_size, X)) || X <- [900000, #{size => 900000, kill => true}, #{size => 900000}]],
    show(self, element(2, process_info(self(), max_heap_size))).

show(What, #{size := Size, kill := Kill, error_logger := Log}) -> io:format("~p: ~p ~p ~p~n", [What, Size, Kill, Log]).
