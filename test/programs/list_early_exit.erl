%% leaving folds and loops early by throw, by search and by lazy lists
-module(list_early_exit).
-export([main/0]).

main() ->
    L = lists:seq(1, 100000),
    io:format("~w~n", [catch lists:foldl(fun(X, S) when S > 1000 -> throw({stop, X, S}); (X, S) -> S + X end, 0, L)]),
    io:format("~w~n", [lists:search(fun(X) -> X * X > 5000 end, L)]),
    io:format("~w~n", [lists:takewhile(fun(X) -> X < 5 end, L)]),
    io:format("~w~n", [lists:any(fun(X) -> put(seen, X), X > 10 end, L)]),
    io:format("~w~n", [get(seen)]),
    io:format("~w~n", [lists:all(fun(X) -> put(seen, X), X < 20 end, L)]),
    io:format("~w~n", [get(seen)]),
    io:format("~w~n", [hd(lists:dropwhile(fun(X) -> X rem 777 =/= 0 end, L))]),
    io:format("~w~n", [until(fun(X) -> X > 1000 end, fun(X) -> X * 3 end, 1)]),
    io:format("~w~n", [first_repeat([3, 1, 4, 1, 5, 9])]),
    io:format("~w~n", [collect_until([1, 2, -1, 3], [])]).

until(P, F, X) ->
    case P(X) of
        true -> X;
        false -> until(P, F, F(X))
    end.

first_repeat(L) -> first_repeat(L, #{}).
first_repeat([H | _], S) when is_map_key(H, S) -> {repeat, H};
first_repeat([H | T], S) -> first_repeat(T, S#{H => true});
first_repeat([], _) -> none.

collect_until([H | _], Acc) when H < 0 -> lists:reverse(Acc);
collect_until([H | T], Acc) -> collect_until(T, [H | Acc]).
