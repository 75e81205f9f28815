%% how many places a stack trace keeps
-module(exc_depth).
-export([main/0]).
-import(prog, [id/1]).

main() ->
    [begin
         Old = erlang:system_flag(backtrace_depth, D),
         io:format("~p ~p~n", [D, [short(F) || F <- [fun() -> deep(12, fun() -> error(a) end) end,
                                                    fun() -> deep(12, fun() -> atom_to_list(id(1)) end) end,
                                                    fun() -> deep(12, fun() -> (id(nofun)):no() end) end,
                                                    fun() -> erlang:raise(error, r, [{m, N, 0, []} || N <- [a, b, c, d, e, f, g, h, i, j]]) end,
                                                    fun() -> try deep(12, fun() -> error(b) end) catch error:b:S -> erlang:raise(exit, c, S) end end]]]),
         {current_stacktrace, Here} = deep(12, fun() -> process_info(self(), current_stacktrace) end, here),
         io:format("~p~n", [length(Here)]),
         erlang:system_flag(backtrace_depth, Old)
     end || D <- [0, 1, 2, 5, 8, 11]],
    io:format("~p~n", [erlang:system_flag(backtrace_depth, 100)]),
    io:format("~p~n", [erlang:system_flag(backtrace_depth, 8)]).

short(F) ->
    try F() catch _:_:S -> [{M, N} || {M, N, _, _} <- S] end.

deep(0, F) -> [F()];
deep(N, F) when N rem 2 =:= 0 -> [odd(N - 1, F)];
deep(N, F) -> [deep(N - 1, F)].

odd(N, F) -> [deep(N, F)].

deep(0, F, _) -> F();
deep(N, F, What) -> R = deep(N - 1, F, What), id(R).
