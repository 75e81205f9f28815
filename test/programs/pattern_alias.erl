%% patterns on both sides of =, in heads, case, receive and comprehensions
-module(pattern_alias).
-export([main/0]).
-import(prog, [id/1]).

main() ->
    io:format("~p~n", [head(id({a, [1, 2, 3]}))]),
    io:format("~p~n", [[{P, X} || {X, _} = P <- id([{1, a}, b, {2, c}, {3}])]]),
    self() ! {msg, {1, 2}},
    receive {msg, {A, B} = Inner} = Whole -> io:format("~p ~p ~p ~p~n", [A, B, Inner, Whole]) end,
    case id([{x, 1}, {y, 2}]) of
        [{_, One} = First | Rest = [_ | _]] -> io:format("~p ~p ~p~n", [One, First, Rest])
    end,
    {ok, V} = Ok = id({ok, 5}),
    io:format("~p ~p~n", [V, Ok]),
    <<H:4, _/bits>> = Bin = id(<<16#ab, 1, 2>>),
    io:format("~p ~p~n", [H, Bin]),
    #{a := M} = #{b := N} = id(#{a => 1, b => 2}),
    io:format("~p ~p~n", [M, N]).

head({T, [H | _] = L} = Whole) -> {T, H, length(L), Whole}.
