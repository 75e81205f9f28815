%% a token bucket in logical time, a circuit breaker and retries with backoff
-module(rate_limiter).
-export([main/0]).
-import(prog, [try_call/1]).

main() ->
    {Rs, _} = lists:mapfoldl(fun(T, B) -> take(T, B) end, {3, 0}, [0, 0, 0, 0, 5, 10, 10, 35, 35]),
    io:format("~w~n", [Rs]),
    Cs = breakers({closed, 0}, [ok, fail, fail, ok, fail, fail, fail, ok, ok, probe_ok, ok]),
    io:format("~w~n", [Cs]),
    put(tries, 0),
    io:format("~w~n", [retry(fun() -> N = get(tries) + 1, put(tries, N), case N of 4 -> {done, N}; _ -> throw({failed, N}) end end, 5, 1)]),
    io:format("~w~n", [try_call(fun() -> retry(fun() -> throw(always) end, 2, 1) end)]),
    io:format("~w~n", [debounce([{0, a}, {1, b}, {10, c}, {11, d}, {30, e}], 5)]).

take(T, {N, Last}) ->
    Filled = min(3, N + (T - Last) div 10),
    case Filled of
        0 -> {{T, limited}, {0, Last}};
        _ -> {{T, ok}, {Filled - 1, case Filled > N of true -> T; false -> Last end}}
    end.

breakers(_, []) -> [];
breakers(S, [E | T]) ->
    {R, S2} = breaker(E, S),
    [R | breakers(S2, T)].

breaker(ok, {closed, _}) -> {passed, {closed, 0}};
breaker(fail, {closed, 2}) -> {tripped, {open, 2}};
breaker(fail, {closed, N}) -> {failed, {closed, N + 1}};
breaker(_, {open, 0}) -> {probing, {half_open, 0}};
breaker(_, {open, N}) -> {rejected, {open, N - 1}};
breaker(probe_ok, {half_open, _}) -> {recovered, {closed, 0}};
breaker(_, {half_open, _}) -> {still_half, {half_open, 0}}.

retry(F, 0, _) -> F();
retry(F, N, Ms) ->
    try F()
    catch throw:_ -> receive after Ms -> retry(F, N - 1, Ms * 2) end
    end.

debounce([{_, X}], _) -> [X];
debounce([{T1, X}, {T2, _} = E | R], W) when T2 - T1 >= W -> [X | debounce([E | R], W)];
debounce([_ | R], W) -> debounce(R, W).
