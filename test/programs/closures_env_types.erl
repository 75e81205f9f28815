%% funs that capture every type of term, compared, hashed, sent and stored
-module(closures_env_types).
-export([main/0]).
-import(prog, [id/1]).

main() ->
    Es = [1, 1.5, a, "s", <<"b">>, <<1:3>>, {t}, #{k => v}, [], 1 bsl 80, fun lists:map/2, [x | y]],
    Fs = [fun() -> E end || E <- Es],
    io:format("~w~n", [[F() =:= E || {F, E} <- lists:zip(Fs, Es)]]),
    io:format("~w~n", [[erlang:fun_info(F, env) =:= {env, [E]} || {F, E} <- lists:zip(Fs, Es)]]),
    io:format("~w~n", [[F =:= G || {F, G} <- lists:zip(Fs, [fun() -> E end || E <- Es])] =:= [false || _ <- Es]]),
    io:format("~w~n", [[make(E) =:= make(E) || E <- Es]]),
    io:format("~w~n", [[erlang:phash2(make(E)) =:= erlang:phash2(make(E)) || E <- Es]]),
    io:format("~w~n", [length(lists:usort([make(E) || E <- Es]))]),
    io:format("~w~n", [map_size(maps:from_keys([make(E) || E <- Es ++ Es], x))]),
    P = self(),
    spawn(fun() -> P ! [F() || F <- Fs] end),
    receive L -> io:format("~w~n", [L =:= Es]) end,
    {A, B, C} = {id(1), id([2]), id({3})},
    G = fun(X) -> fun(Y) -> fun(Z) -> {A, B, C, X, Y, Z} end end end,
    io:format("~w~n", [((G(x))(y))(z)]),
    io:format("~w~n", [lists:sort(element(2, erlang:fun_info(G(x), env))) =:= lists:sort([A, B, C, x])]).

make(E) -> fun() -> {made, E} end.
