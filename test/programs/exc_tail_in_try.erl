%% what is a tail call and what is not around try, catch and after
-module(exc_tail_in_try).
-export([main/0]).
-import(prog, [id/1, try_call/2]).

main() ->
    io:format("~w~n", [loop_in_of(100000)]),
    io:format("~w~n", [loop_in_handler(100000)]),
    io:format("~w~n", [not_tail(1000)]),
    io:format("~w~n", [try_call(?MODULE, fun() -> f1() end)]),
    io:format("~w~n", [try_call(?MODULE, fun() -> f2() end)]),
    io:format("~w~n", [try_call(?MODULE, fun() -> f3() end)]).

loop_in_of(0) -> done;
loop_in_of(N) ->
    try id(N) of
        K -> loop_in_of(K - 1)
    catch _:_ -> never
    end.

loop_in_handler(0) -> done;
loop_in_handler(N) ->
    try throw(N - 1)
    catch throw:K -> loop_in_handler(K)
    end.

not_tail(0) -> 0;
not_tail(N) ->
    try not_tail(N - 1) + 1
    catch _:_ -> never
    end.

f1() -> try g() of X -> X after id(clean) end.
f2() -> try id(1) of 1 -> g() catch _:_ -> never end.
f3() -> try id(a) + 1 catch error:badarith -> g() end.
g() -> error(in_g).
