%% bag and duplicate_bag keep several objects a key
-module(ets_bag).
-export([main/0]).
-import(prog, [show/2]).

main() ->
    [begin
         T = ets:new(t, [Type]),
         ets:insert(T, [{k, 1}, {k, 2}, {k, 1}, {j, 1}, {k, 1.0}]),
         By = fun(L) -> lists:sort(fun(A, B) -> io_lib:format("~w", [A]) =< io_lib:format("~w", [B]) end, L) end,
         io:format("~p ~w~n", [Type, By(ets:lookup(T, k))]),
         io:format("~w~n", [[ets:info(T, size), By(ets:lookup_element(T, k, 2)), ets:insert_new(T, {k, 9}), ets:insert_new(T, {z, 9})]]),
         io:format("~w~n", [[ets:delete_object(T, {k, 1}), By(ets:lookup(T, k))]]),
         io:format("~w~n", [[By(ets:take(T, k)), ets:lookup(T, k), ets:info(T, size)]]),
         ets:insert(T, [{m, I} || I <- lists:seq(1, 1000)]),
         io:format("~w~n", [[length(ets:lookup(T, m)), lists:sort(ets:lookup(T, m)) =:= [{m, I} || I <- lists:seq(1, 1000)], ets:match_delete(T, {m, '_'}), ets:info(T, size)]]),
         show("update_counter", fun() -> ets:update_counter(T, z, 1) end)
     end || Type <- [bag, duplicate_bag]],
    ok.
