%% max_heap_size stops a process in one BIF, or right after it
-module(proc_max_heap_bifs).
-export([main/0]).

main() ->
    Bin = binary:copy(<<1>>, 2_000_000),
    Ext = term_to_binary(lists:seq(1, 400_000)),
    T = ets:new(t, [public, duplicate_bag]),
    ets:insert(T, [{I, I} || I <- lists:seq(1, 200_000)]),
    L = lists:seq(1, 100_000),
    run("binary_to_list", fun() -> binary_to_list(Bin) end),
    run("binary_to_term", fun() -> binary_to_term(Ext) end),
    run("characters_to_list", fun() -> unicode:characters_to_list(Bin) end),
    run("tab2list", fun() -> ets:tab2list(T) end),
    run("seq", fun() -> lists:seq(1, 1_000_000) end),
    run("many", fun() -> [binary_to_list(binary:part(Bin, 0, 20_000)) || _ <- lists:seq(1, 100)] end),
    run("reverse", fun() -> [lists:reverse(L) || _ <- lists:seq(1, 100)] end),
    run("++", fun() -> [L ++ [x] || _ <- lists:seq(1, 100)] end),
    run("messages", fun() -> [self() ! {I, I, I} || I <- lists:seq(1, 300_000)] end),
    run("small", fun() -> binary_to_list(binary:part(Bin, 0, 1000)) end).

run(Name, F) ->
    {P, M} = spawn_opt(fun() ->
                               put(kept, F()),
                               receive stop -> ok after 1000 -> ok end
                       end,
                       [monitor, {max_heap_size, #{size => 400_000, kill => true, error_logger => false}}]),
    Name =:= "small" andalso (P ! stop),
    receive {'DOWN', M, process, P, Reason} -> io:format("~s ~p~n", [Name, Reason]) end.
