%% protection, ownership, heirs, giving away and named tables
-module(ets_access).
-export([main/0]).
-import(prog, [show/2, try_call/1, wait_down/1]).

main() ->
    Me = self(),
    Public = ets:new(pub, [public]),
    Protected = ets:new(prot, [protected]),
    Private = ets:new(priv, [private]),
    [ets:insert(T, {k, v}) || T <- [Public, Protected, Private]],
    spawn(fun() -> Me ! [{try_call(fun() -> ets:lookup(T, k) end), try_call(fun() -> ets:insert(T, {j, w}) end)} || T <- [Public, Protected, Private]] end),
    receive L -> io:format("~p~n", [L]) end,
    ets:new(named, [named_table]),
    ets:insert(named, {a, 1}),
    io:format("~p~n", [[ets:lookup(named, a), ets:whereis(named) =/= undefined, ets:whereis(nobody), ets:info(nobody), ets:rename(named, renamed), ets:lookup(renamed, a)]]),
    show("named twice", fun() -> ets:new(renamed, [named_table]) end),
    show("old name", fun() -> ets:lookup(named, a) end),
    P = spawn(fun() -> T = ets:new(given, [{heir, Me, my_data}]), ets:insert(T, {x, y}), exit(bye) end),
    receive {'ETS-TRANSFER', T2, P, D} -> io:format("~p ~p ~p~n", [ets:lookup(T2, x), D, ets:info(T2, owner) =:= Me]) end,
    Q = spawn(fun() -> receive {'ETS-TRANSFER', T, From, G} -> Me ! {got, ets:tab2list(T), From =:= Me, G} end end),
    T3 = ets:new(t3, []),
    ets:insert(T3, {1, 2}),
    io:format("~p~n", [ets:give_away(T3, Q, gift)]),
    receive {got, A, B, C} -> io:format("~p ~p ~p~n", [A, B, C]) end,
    show("after giving", fun() -> ets:insert(T3, {3, 4}) end),
    M = spawn(fun() -> ets:new(dies, [named_table]), receive stop -> ok end end),
    receive after 10 -> ok end,
    R = monitor(process, M),
    M ! stop,
    wait_down(R),
    io:format("~p~n", [ets:whereis(dies)]).
