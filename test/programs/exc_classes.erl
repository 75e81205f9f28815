%% throw, error and exit, caught by class
-module(exc_classes).
-export([main/0]).
-import(prog, [id/1]).

main() ->
    Fs = [fun() -> ok end, fun() -> throw(t) end, fun() -> error(e) end, fun() -> exit(x) end, fun() -> 1 / id(0) end, fun() -> hd(id([])) end, fun() -> error({a, b}, [args]) end],
    io:format("~w~n", [[one(F) || F <- Fs]]),
    io:format("~w~n", [[default_class(F) || F <- Fs]]),
    io:format("~w~n", [[pattern(F) || F <- Fs]]),
    io:format("~w~n", [[old(F) || F <- Fs]]),
    io:format("~w~n", [[any(F) || F <- Fs]]).

one(F) ->
    try F() of
        ok -> returned;
        V -> {value, V}
    catch
        throw:R -> {throw, R};
        error:R -> {error, R};
        exit:R -> {exit, R}
    end.

default_class(F) ->
    try
        try F() catch R -> {thrown, R} end
    catch
        C:R2 -> {outer, C, R2}
    end.

pattern(F) ->
    try F()
    catch
        error:{a, X} -> {a, X};
        error:badarith -> arith;
        error:B when B =:= badarg -> guard;
        _:R when is_atom(R) -> {atom, R}
    end.

old(F) ->
    case catch F() of
        {'EXIT', {R, S}} when is_list(S) -> {exit_with_stack, R};
        {'EXIT', R} -> {'EXIT', R};
        V -> V
    end.

any(F) ->
    try F(), fine
    catch _:_ -> caught
    end.
