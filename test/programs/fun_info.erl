%% what fun_info tells about local and external funs
-module(fun_info).
-export([main/0]).
-import(prog, [id/1, show/2]).

main() ->
    X = id(7),
    F = fun(A, B) -> A + B + X end,
    [io:format("~w~n", [erlang:fun_info(F, I)]) || I <- [module, arity, type, env]],
    io:format("~w~n", [element(1, erlang:fun_info(F, name))]),
    E = fun lists:map/2,
    [io:format("~w~n", [erlang:fun_info(E, I)]) || I <- [module, name, arity, type, env]],
    io:format("~w~n", [[is_function(F), is_function(F, 2), is_function(F, 3), is_function(E, 2), is_function(id(a))]]),
    io:format("~w~n", [[F =:= F, E =:= fun lists:map/2, E =:= fun lists:map/3, F == E]]),
    io:format("~p ~w~n", [E, E]),
    io:format("~w~n", [erlang:fun_to_list(E)]),
    io:format("~w~n", [maker(1) =:= maker(1)]),
    io:format("~w~n", [maker(1) =:= maker(2)]),
    io:format("~w~n", [maker(1) < maker(2)]),
    show("arity", fun() -> is_function(F, id(-1)) end),
    show("fun_info", fun() -> erlang:fun_info(id(a), arity) end),
    show("make_fun", fun() -> erlang:make_fun(lists, reverse, 1) end),
    show("call", fun() -> (erlang:make_fun(lists, reverse, 1))([1, 2]) end).

maker(N) -> fun() -> N end.
