%% sublist, split, nthtail and windows at their limits
-module(list_sublists).
-export([main/0]).
-import(prog, [show/2]).

main() ->
    L = lists:seq(1, 5),
    [show(io_lib:format("sublist ~p", [N]), fun() -> lists:sublist(L, N) end) || N <- [0, 1, 5, 6, -1]],
    [show(io_lib:format("sublist ~p ~p", [S, N]), fun() -> lists:sublist(L, S, N) end) || {S, N} <- [{1, 2}, {5, 1}, {6, 1}, {7, 1}, {0, 1}, {2, 0}]],
    [show(io_lib:format("split ~p", [N]), fun() -> lists:split(N, L) end) || N <- [0, 5, 6, -1]],
    [show(io_lib:format("nthtail ~p", [N]), fun() -> lists:nthtail(N, L) end) || N <- [0, 5, 6]],
    [show(io_lib:format("nth ~p", [N]), fun() -> lists:nth(N, L) end) || N <- [1, 5, 0]],
    show("last", fun() -> lists:last([]) end),
    show("droplast", fun() -> lists:droplast([]) end),
    show("max", fun() -> lists:max([]) end),
    show("sum", fun() -> lists:sum([1, a]) end),
    show("duplicate", fun() -> lists:duplicate(-1, x) end),
    io:format("~w~n", [windows(3, L)]),
    io:format("~w~n", [chunks(2, L)]),
    io:format("~w~n", [rotations(L)]).

windows(N, L) when length(L) < N -> [];
windows(N, [_ | T] = L) -> [lists:sublist(L, N) | windows(N, T)].

chunks(_, []) -> [];
chunks(N, L) when length(L) =< N -> [L];
chunks(N, L) ->
    {A, B} = lists:split(N, L),
    [A | chunks(N, B)].

rotations(L) -> [begin {A, B} = lists:split(N, L), B ++ A end || N <- lists:seq(0, length(L) - 1)].
