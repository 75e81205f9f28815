%% every type test of guards against every kind of term
-module(guard_types).
-export([main/0]).
-import(prog, [id/1]).

-record(r, {a}).

main() ->
    Terms = [0, -5, 1 bsl 70, 1.5, a, true, [], [1], "s", [1 | 2], {}, {a}, {r, 1}, #{}, #{a => 1}, <<>>, <<1:1>>, <<"b">>,
             fun() -> 1 end, fun(_) -> 1 end, fun lists:map/2, self(), make_ref()],
    [io:format("~s~n", [tests(id(T))]) || T <- Terms].

tests(T) ->
    [c(is_integer(T)), c(is_float(T)), c(is_number(T)), c(is_atom(T)), c(is_boolean(T)), c(is_list(T)), c(is_tuple(T)),
     c(is_map(T)), c(is_binary(T)), c(is_bitstring(T)), c(is_function(T)), c(is_function(T, 1)), c(is_pid(T)),
     c(is_reference(T)), c(is_port(T)), c(is_record(T, r)), c(is_record(T, r, 2)) | g(T)].

c(true) -> $1;
c(false) -> $0.

g(T) when is_integer(T) -> "i";
g(T) when is_float(T) -> "f";
g(T) when is_boolean(T) -> "b";
g(T) when is_atom(T) -> "a";
g(T) when is_list(T), length(T) =:= 1 -> "1";
g(T) when is_list(T) -> "l";
g(T) when is_record(T, r, 2) -> "r";
g(T) when is_tuple(T) -> "t";
g(T) when is_map(T) -> "m";
g(T) when is_binary(T) -> "B";
g(T) when is_bitstring(T) -> "s";
g(T) when is_function(T, 2) -> "2";
g(T) when is_function(T) -> "F";
g(T) when is_pid(T) -> "p";
g(T) when is_reference(T) -> "R".
