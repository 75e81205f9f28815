%% io:put_chars, io:write, io:nl, fwrite, columns and requests
-module(fmt_io_module).
-export([main/0]).
-import(prog, [try_call/1]).

main() ->
    io:put_chars("chars\n"),
    io:put_chars(["deep", [$\s, <<"list">>], $\n]),
    io:put_chars(<<"binary ä\n"/utf8>>),
    io:write({a, "b", 'C d'}),
    io:nl(),
    io:fwrite("~s~n", ["fwrite"]),
    io:fwrite("no args~n"),
    io:format(standard_io, "~p~n", [to_standard_io]),
    io:put_chars(group_leader(), "to group leader\n"),
    io:requests([{put_chars, unicode, "two "}, {put_chars, unicode, "requests"}, nl]),
    io:format("~p~n", [io:get_line("")]),
    io:format("~p~n", [io:columns()]),
    io:format("~ts", [io_lib:format("~p~n", [inner])]),
    io:format("~p~n", [element(1, try_call(fun() -> io:put_chars([-1]) end))]),
    io:format("~p~n", [element(1, try_call(fun() -> io:put_chars(atom) end))]),
    io:format("~p~n", [element(1, try_call(fun() -> io:format(no_such_device, "x", []) end))]).
