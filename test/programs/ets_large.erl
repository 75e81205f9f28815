%% a hundred thousand objects
-module(ets_large).
-export([main/0]).

main() ->
    [begin
         T = ets:new(t, [Type]),
         [ets:insert(T, {I * 7919 rem 100003, I}) || I <- lists:seq(1, 50000)],
         io:format("~p ~p~n", [Type, ets:info(T, size)]),
         io:format("~p~n", [lists:sum([V || I <- lists:seq(1, 100000, 997), {_, V} <- ets:lookup(T, I)])]),
         io:format("~p~n", [ets:select_count(T, [{{'$1', '$2'}, [{'<', '$1', 1000}], [true]}])]),
         io:format("~p~n", [ets:select_delete(T, [{{'$1', '_'}, [{'=:=', {'rem', '$1', 2}, 0}], [true]}])]),
         io:format("~p~n", [ets:info(T, size)]),
         io:format("~p~n", [erlang:phash2(lists:sort(ets:tab2list(T)))]),
         ets:delete(T)
     end || Type <- [set, ordered_set, bag]],
    ok.
