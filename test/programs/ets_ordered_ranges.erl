%% ranges, nearest keys and pagination in an ordered set
-module(ets_ordered_ranges).
-export([main/0]).

main() ->
    T = ets:new(t, [ordered_set]),
    ets:insert(T, [{{U, N}, U * N} || U <- lists:seq(1, 10), N <- lists:seq(1, 10)]),
    io:format("~w~n", [ets:select(T, [{{{3, '$1'}, '_'}, [{'>', '$1', 7}], ['$1']}])]),
    io:format("~w~n", [ets:next(T, {3, 10})]),
    io:format("~w~n", [ets:prev(T, {3, 0})]),
    io:format("~w~n", [ets:next(T, {3, a})]),
    io:format("~w~n", [[ets:next(T, {10, 10}), ets:prev(T, {1, 1}), ets:next(T, first), ets:prev(T, {0})]]),
    io:format("~w~n", [page(T, {4, 8}, 5)]),
    io:format("~w~n", [rpage(T, {2, 2}, 5)]),
    io:format("~w~n", [length(ets:select(T, [{{{'$1', '$2'}, '_'}, [{'=<', {{4, 5}}, {{'$1', '$2'}}}, {'<', {{'$1', '$2'}}, {{6, 3}}}], ['$_']}]))]),
    io:format("~w~n", [ets:select_delete(T, [{{{'$1', '_'}, '_'}, [{'=:=', {'rem', '$1', 2}, 0}], [true]}])]),
    io:format("~w~n", [[ets:first(T), ets:last(T), ets:info(T, size)]]),
    io:format("~w~n", [ets:match(T, {{1, '$1'}, '_'}, 4) =/= '$end_of_table']).

page(_, '$end_of_table', _) -> [];
page(_, _, 0) -> [];
page(T, K, N) -> [K | page(T, ets:next(T, K), N - 1)].
rpage(_, '$end_of_table', _) -> [];
rpage(_, _, 0) -> [];
rpage(T, K, N) -> [K | rpage(T, ets:prev(T, K), N - 1)].
