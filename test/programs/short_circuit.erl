%% andalso and orelse evaluate no more than they must
-module(short_circuit).
-export([main/0]).
-import(prog, [id/1, show/2]).

main() ->
    put(log, []),
    T = fun(X, V) -> put(log, [X | get(log)]), V end,
    io:format("~w~n", [[T(1, false) andalso T(2, true), T(3, true) andalso T(4, any), T(5, true) orelse T(6, true), T(7, false) orelse T(8, any)]]),
    io:format("~w~n", [lists:reverse(get(log))]),
    show("andalso", fun() -> id(x) andalso true end),
    show("orelse", fun() -> id(1) orelse true end),
    show("and", fun() -> id(true) and id(x) end),
    put(log, []),
    io:format("~w~n", [[T(a, false) and T(b, true), T(c, true) or T(d, false), T(e, true) xor T(f, true)]]),
    io:format("~w~n", [lists:reverse(get(log))]),
    io:format("~w~n", [long(id(5))]),
    io:format("~w~n", [deep_and(lists:duplicate(10000, true))]).

long(X) -> X > 1 andalso X < 10 andalso X =/= 6 andalso (X =:= 5 orelse X =:= 7) andalso {yes, X}.

deep_and([]) -> true;
deep_and([H | T]) -> H andalso deep_and(T).
