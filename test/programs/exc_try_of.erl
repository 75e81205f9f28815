%% try with of, guards in catch, and what is protected
-module(exc_try_of).
-export([main/0]).
-import(prog, [id/1, show/2]).

main() ->
    io:format("~w~n", [[f(id(X)) || X <- [1, 2, a, {throw, x}, {throw, 5}, {error, y}, {exit, z}, []]]]),
    show("of not protected", fun() -> try id(1) of 1 -> throw(from_of) catch throw:from_of -> wrong end end),
    show("of no clause", fun() -> try id(1) of 2 -> two catch _:_ -> wrong end end),
    show("after runs", fun() -> try id(1) of 1 -> throw(x) after put(after_ran, true) end end),
    io:format("~w~n", [get(after_ran)]),
    io:format("~w~n", [try id(7) of X when X > 5 -> {big, X}; X -> {small, X} catch _ -> no end]),
    io:format("~w~n", [(fun() -> try return_me after ignored end end)()]),
    io:format("~w~n", [try try throw(a) of _ -> b after put(k, 1) end catch C -> {C, get(k)} end]).

f(X) ->
    try
        case X of
            {throw, V} -> throw(V);
            {error, V} -> error(V);
            {exit, V} -> exit(V);
            N when is_integer(N) -> N * 10;
            O -> O
        end
    of
        10 -> ten;
        N1 when is_integer(N1) -> {int, N1};
        [] -> nil;
        O1 -> {other, O1}
    catch
        throw:T when is_integer(T) -> {thrown_int, T};
        throw:T -> {thrown, T};
        error:y -> error_y;
        exit:Z -> {exited, Z}
    end.
