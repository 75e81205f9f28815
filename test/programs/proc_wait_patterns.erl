%% barriers, locks and futures built of messages
-module(proc_wait_patterns).
-export([main/0]).

main() ->
    Me = self(),
    B = spawn(fun() -> barrier(5, []) end),
    [spawn(fun() -> B ! {arrive, self()}, receive go -> Me ! {passed, I} end end) || I <- lists:seq(1, 5)],
    io:format("~p~n", [lists:sort([receive {passed, I} -> I end || _ <- lists:seq(1, 5)])]),
    L = spawn(fun() -> lock(free, []) end),
    C = spawn(fun() -> cell(0) end),
    [spawn(fun() -> [incr(L, C) || _ <- lists:seq(1, 20)], Me ! done end) || _ <- lists:seq(1, 10)],
    [receive done -> ok end || _ <- lists:seq(1, 10)],
    io:format("~p~n", [read(C)]),
    F = future(fun() -> 6 * 7 end),
    io:format("~p ~p~n", [value(F), value(F)]).

barrier(0, Ps) -> [P ! go || P <- Ps];
barrier(N, Ps) -> receive {arrive, P} -> barrier(N - 1, [P | Ps]) end.

lock(free, []) -> receive {lock, P} -> P ! locked, lock(P, []) end;
lock(free, [P | Q]) -> P ! locked, lock(P, Q);
lock(Owner, Q) ->
    receive
        {unlock, Owner} -> lock(free, Q);
        {lock, P} -> lock(Owner, Q ++ [P])
    end.

cell(V) -> receive {read, P} -> P ! {value, V}, cell(V); {write, X} -> cell(X) end.

read(C) -> C ! {read, self()}, receive {value, V} -> V end.

incr(L, C) ->
    L ! {lock, self()},
    receive locked -> ok end,
    V = read(C),
    erlang:yield(),
    C ! {write, V + 1},
    L ! {unlock, self()}.

future(F) -> spawn(fun() -> hold(F()) end).
hold(V) -> receive {get, P} -> P ! {future, V}, hold(V) end.
value(F) -> F ! {get, self()}, receive {future, V} -> V end.
