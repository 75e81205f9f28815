%% put, get, erase and get_keys
-module(proc_dictionary).
-export([main/0]).

main() ->
    P = self(),
    spawn(fun() ->
        R = [put(a, 1), put(a, 2), get(a), get(nope), put({b}, 3), put(2.0, float), put(1, int), get(2.0), get(2)],
        K = [lists:sort(get_keys()), lists:sort(get_keys(3)), lists:sort(get())],
        E = [erase(a), erase(a), lists:sort(erase()), get(), get_keys()],
        [put(I, I * I) || I <- lists:seq(1, 1000)],
        S = lists:sum([V || {_, V} <- get()]),
        [erase(I) || I <- lists:seq(1, 1000, 3)],
        P ! {R, K, E, S, length(get()), [X || {dictionary, D} <- [process_info(self(), dictionary)], X <- [length(D)]]}
    end),
    receive
        {R, K, E, S, L, _} ->
            io:format("~w~n~w~n~w~n~w ~w~n", [R, K, E, S, L])
    end,
    Q = spawn(fun() -> put(k, v), P ! ready, receive stop -> ok end end),
    receive ready -> ok end,
    io:format("~w~n", [process_info(Q, dictionary)]),
    Q ! stop,
    io:format("~w~n", [undefined =:= get(k)]).
