%% os:cmd: output of both kinds, quoting, input at its end, options
-module(os_commands).
-export([main/0]).

main() ->
    [io:format("~ts: ~p~n", [C, os:cmd(C)])
     || C <- ["echo hello", "echo out; echo err >&2", "printf 'no newline'", "cat", "echo 'a  b' \"c  d\"", "exit 3", "true",
              "gluon-no-such-program 2>/dev/null || echo failed", "echo $((6 * 7))", "sh -c 'kill -9 $$'; echo $?", "seq 1 5 | tail -n 2"]],
    io:format("~p~n", [os:cmd('echo atom')]),
    io:format("~p~n", [length(os:cmd("head -c 200000 /dev/zero | tr '\\0' x"))]),
    io:format("~p~n", [os:cmd("head -c 200000 /dev/zero | tr '\\0' x", #{max_size => 10})]),
    os:putenv("GLUON_OS_CMD", "value"),
    io:format("~p~n", [os:cmd("echo $GLUON_OS_CMD")]),
    io:format("~p~n", [try os:cmd("a\0b") catch C:R -> {C, R} end]).
