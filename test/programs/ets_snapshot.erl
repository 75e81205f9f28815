%% two tables kept consistent, joins, and a fold that changes the other table
-module(ets_snapshot).
-export([main/0]).

main() ->
    U = ets:new(users, [ordered_set]),
    O = ets:new(orders, [bag]),
    ets:insert(U, [{1, "ann"}, {2, "bob"}, {3, "cy"}]),
    ets:insert(O, [{1, book, 10}, {1, pen, 2}, {3, cup, 7}, {9, ghost, 1}]),
    io:format("~p~n", [[{N, lists:sum([P || {_, _, P} <- ets:lookup(O, I)])} || {I, N} <- ets:tab2list(U)]]),
    io:format("~p~n", [[I || {I, _, _} <- lists:sort(ets:tab2list(O)), not ets:member(U, I)]]),
    Totals = ets:new(totals, [ordered_set]),
    ets:foldl(fun({I, _, P}, _) -> ets:update_counter(Totals, I, P, {I, 0}) end, ok, O),
    io:format("~p~n", [ets:tab2list(Totals)]),
    Snap = ets:tab2list(O),
    ets:delete_all_objects(O),
    ets:insert(O, lists:reverse(Snap)),
    io:format("~p~n", [lists:sort(Snap) =:= lists:sort(ets:tab2list(O))]),
    io:format("~p~n", [ets:match_object(U, {'_', [$b | '_']})]),
    io:format("~p~n", [[ets:info(T, size) || T <- [U, O, Totals]]]).
