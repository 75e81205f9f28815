%% cprof over call_count
-module(trace_cprof).
-export([main/0, h/1, fact/1, up/1]).

main() ->
    %% Loaded before anything is counted.
    prog:id(x),
    cprof:stop(),
    io:format("~p~n", [cprof:start(?MODULE) > 5]),
    h(100),
    fact(10),
    cprof:pause(),
    h(5),
    {?MODULE, Total, Rows} = cprof:analyse(?MODULE),
    io:format("~p ~p~n", [Total, [R || {{_, F, _}, _} = R <- Rows, F =:= h orelse F =:= fact orelse F =:= up]]),
    cprof:restart(?MODULE),
    h(5),
    up([1, 2, 3]),
    {?MODULE, _, Rows2} = cprof:analyse(?MODULE),
    io:format("~p~n", [[R || {{_, F, _}, _} = R <- Rows2, F =:= h orelse F =:= fact orelse F =:= up]]),
    io:format("~p~n", [cprof:stop(?MODULE) > 5]),
    io:format("~p~n", [erlang:trace_info({?MODULE, h, 1}, call_count)]),
    ok.

h(0) -> done;
h(N) -> h(N - 1).
fact(0) -> 1;
fact(N) -> N * fact(N - 1).
up([H | T]) -> [H + 1 | up(T)];
up([]) -> [].
