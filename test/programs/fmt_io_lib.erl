%% write_string, write_atom, indentation, chars and fread
-module(fmt_io_lib).
-export([main/0]).

main() ->
    io:format("~s~n", [io_lib:write_string("a\"b\n\t\\\e")]),
    io:format("~s~n", [io_lib:write_atom('it\'s')]),
    io:format("~ts~n", [io_lib:write_atom('ä b')]),
    io:format("~s~n", [io_lib:write_char($\n)]),
    io:format("~s~n", [io_lib:write_latin1_string("abc")]),
    io:format("~s~n", [io_lib:print({a, lists:seq(1, 30)}, 5, 30, -1)]),
    io:format("~p~n", [io_lib:fread("~d ~s ~f", "12 word 3.5 rest")]),
    io:format("~p~n", [io_lib:fread("~a,~16u,~c", "atom,ff,x")]),
    io:format("~p~n", [io_lib:fread("~d", "x")]),
    io:format("~p~n", [io_lib:fread("~3s~*d~l", "abcdef 5 6")]),
    io:format("~p~n", [io_lib:fread("~d ~d", "12 ")]),
    io:format("~p~n", [[io_lib:char_list("abc"), io_lib:char_list([a]), io_lib:deep_char_list(["a", [$b]]), io_lib:latin1_char_list("ä")]]),
    io:format("~p~n", [lists:flatten(io_lib:nl())]),
    io:format("~w~n", [io_lib:indentation("abc\n  de", 0)]).
