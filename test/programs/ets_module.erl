%% tab2list, foldl, foldr, to and from other data, info
-module(ets_module).
-export([main/0]).

main() ->
    T = ets:new(name, [ordered_set, public, {keypos, 1}, {read_concurrency, true}]),
    ets:insert(T, [{I, I * 10} || I <- lists:seq(1, 5)]),
    io:format("~w~n", [[ets:foldl(fun({K, _}, A) -> [K | A] end, [], T), ets:foldr(fun({K, _}, A) -> [K | A] end, [], T)]]),
    io:format("~w~n", [[ets:info(T, I) || I <- [name, type, size, keypos, protection, named_table, heir, compressed, read_concurrency]]]),
    U = ets:new(u, []),
    Read = fun(read) -> {[{a, 1}, {b, 2}], fun(read) -> end_of_input; (close) -> ok end}; (close) -> ok end,
    io:format("~w~n", [[ets:init_table(U, Read), lists:sort(ets:tab2list(U))]]),
    io:format("~w~n", [ets:match_spec_run([{1, 2}], ets:match_spec_compile([{{'$1', '_'}, [], ['$1']}]))]),
    io:format("~w~n", [ets:repair_continuation('$end_of_table', [{'_', [], ['$_']}])]),
    io:format("~w~n", [ets:slot(T, 0)]),
    io:format("~w~n", [lists:keyfind(size, 1, ets:info(T))]).
