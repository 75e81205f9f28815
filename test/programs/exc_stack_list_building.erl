%% a stack trace is read while lists are under construction: their function counts once, however it went on before
-module(exc_stack_list_building).
-export([main/0]).
-import(prog, [id/1]).

main() ->
    io:format("~p~n", [[trace(N) || N <- [1, 0, 2, 0, 0, 3, 4]]]),
    io:format("~p~n", [[length(here()) || _ <- [1, 2, 3, 4]]]),
    io:format("~p~n", [build([a, b, throw, c, d, throw, throw, e, throw])]),
    io:format("~p~n", [inner([1, 2, 3])]).

%% Below 1 the stack stays where it is.
trace(N) when N < 1 -> none;
trace(N) ->
    try id(N) + id(a)
    catch error:badarith:Stack -> frames(Stack)
    end.

frames(Stack) -> [{Name, Arity} || {?MODULE, Name, Arity, _} <- Stack].

here() -> frames(element(2, process_info(self(), current_stacktrace))).

build([throw | T]) -> [catch throw(ball) | build(T)];
build([H | T]) -> [{H, length(here())} | build(T)];
build([]) -> [here()].

inner([N | T]) -> [[trace(M) || M <- lists:seq(-N, N)] | inner(T)];
inner([]) -> [].
