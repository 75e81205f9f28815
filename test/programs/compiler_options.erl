%% no_auto_import and functions with the names of BIFs
-module(compiler_options).
-export([main/0]).

-compile({no_auto_import, [length/1, abs/1, max/2]}).

main() ->
    io:format("~w~n", [[length([1, 2]), abs(-5), max(1, 2)]]),
    io:format("~w~n", [[erlang:length([1, 2]), erlang:abs(-5), erlang:max(1, 2)]]),
    io:format("~w~n", [[size_of(X) || X <- [[a], {a, b}, <<1, 2, 3>>]]]),
    io:format("~w~n", [lists:map(fun length/1, [[a], b])]).

length(X) -> {my_length, X}.
abs(X) -> {my_abs, X}.
max(A, B) -> {my_max, A, B}.
size_of(L) when is_list(L) -> erlang:length(L);
size_of(T) -> size(T).
