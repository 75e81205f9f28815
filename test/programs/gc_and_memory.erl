%% garbage_collect, memory and process sizes are plausible
-module(gc_and_memory).
-export([main/0]).
-import(prog, [id/1, show/2, wait_down/1]).

main() ->
    io:format("~p~n", [erlang:garbage_collect()]),
    P = spawn(fun() -> receive stop -> ok end end),
    io:format("~p~n", [erlang:garbage_collect(P)]),
    Ref = erlang:garbage_collect(P, [{async, req}]),
    io:format("~p~n", [case Ref of async -> receive {garbage_collect, req, R} -> R end; Other -> Other end]),
    Dead = spawn(fun() -> ok end),
    M = monitor(process, Dead),
    wait_down(M),
    io:format("~p~n", [erlang:garbage_collect(Dead)]),
    show("bad", fun() -> erlang:garbage_collect(id(a)) end),
    L = lists:seq(1, 100000),
    {memory, Mem} = process_info(self(), memory),
    io:format("~p ~p~n", [is_integer(Mem), length(L)]),
    io:format("~p~n", [lists:all(fun({K, V}) -> is_atom(K) andalso is_integer(V) end, erlang:memory())]),
    io:format("~p~n", [erlang:memory(total) > 0]),
    show("memory", fun() -> erlang:memory(id(nosuch)) end),
    {_, R2} = spawn_monitor(fun() -> process_flag(max_heap_size, #{size => 100000, kill => true, error_logger => false}), eat([]) end),
    io:format("~p~n", [wait_down(R2)]).

eat(L) -> eat([lists:seq(1, 100) | L]).
