%% what process_info does not tell of a sensitive process
-module(info_sensitive).
-export([main/0]).

main() ->
    Me = self(),
    P = spawn(fun() ->
        put(foo, bar),
        process_flag(sensitive, true),
        Me ! ready,
        receive now_open -> process_flag(sensitive, false) end,
        Me ! ready,
        receive stop -> ok end
    end),
    receive ready -> ok end,
    P ! {some, message},
    io:format("~p~n", [info(P)]),
    P ! now_open,
    receive ready -> ok end,
    io:format("~p~n", [info(P)]),
    put(foo, bar),
    false = process_flag(sensitive, true),
    io:format("~p~n", [info(self())]),
    true = process_flag(sensitive, false),
    io:format("~p~n", [info(self())]).

info(P) ->
    {backtrace, Text} = process_info(P, backtrace),
    {byte_size(Text) > 20, process_info(P, [dictionary, messages])}.
