%% a cache with expiry by counters, statistics and concurrent readers
-module(ets_cache).
-export([main/0]).

main() ->
    T = ets:new(cache, [set, public, {read_concurrency, true}, {write_concurrency, true}]),
    ets:insert(T, [{hits, 0}, {misses, 0}]),
    Get = fun(K) ->
        case ets:lookup(T, {key, K}) of
            [{_, V, _}] -> ets:update_counter(T, hits, 1), V;
            [] -> ets:update_counter(T, misses, 1), V = K * K, ets:insert(T, {{key, K}, V, K rem 3}), V
        end
    end,
    io:format("~p~n", [[Get(K) || K <- [1, 2, 3, 1, 2, 3, 4]]]),
    Me = self(),
    [spawn(fun() -> [Get(K) || K <- lists:seq(1, 50)], Me ! done end) || _ <- lists:seq(1, 10)],
    [receive done -> ok end || _ <- lists:seq(1, 10)],
    [{_, H}, {_, M}] = [hd(ets:lookup(T, X)) || X <- [hits, misses]],
    io:format("~p ~p~n", [H + M, ets:info(T, size)]),
    io:format("~p~n", [ets:select_delete(T, [{{{key, '_'}, '_', 1}, [], [true]}])]),
    io:format("~p~n", [lists:sort(ets:select(T, [{{{key, '$1'}, '$2', '_'}, [{'>', '$2', 2000}], ['$1']}]))]),
    io:format("~p~n", [ets:select_replace(T, [{{{key, '$1'}, '$2', 2}, [], [{{{{key, '$1'}}, {'-', '$2'}, two}}]}])]),
    io:format("~p~n", [lists:sum(ets:select(T, [{{{key, '_'}, '$1', two}, [], ['$1']}]))]).
