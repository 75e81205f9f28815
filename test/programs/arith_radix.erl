%% integers written in every base
-module(arith_radix).
-export([main/0]).
-import(prog, [id/1, show/2]).

main() ->
    Ns = [0, 1, -1, 255, 65535, -123456789, 1 bsl 64, (1 bsl 100) - 1],
    [io:format("~p: ~s~n", [B, lists:join(" ", [integer_to_list(id(N), B) || N <- Ns])]) || B <- lists:seq(2, 36)],
    [true = list_to_integer(integer_to_list(N, B), B) =:= N || N <- Ns, B <- lists:seq(2, 36)],
    io:format("~p ~p~n", [16#FF, 36#zz]),
    [show(io_lib:format("~p", [B]), fun() -> integer_to_list(10, id(B)) end) || B <- [1, 37, 0, -2, a]],
    io:format("~p ~p~n", [integer_to_binary(-255, 16), integer_to_binary(1 bsl 70)]).
