%% knapsack, longest common subsequence, edit distance and coin change
-module(algo_dynamic).
-export([main/0]).

main() ->
    io:format("~w~n", [knapsack([{60, 10}, {100, 20}, {120, 30}, {30, 5}], 50)]),
    io:format("~s~n", [lcs("the quick brown fox", "a thick crown of box")]),
    io:format("~w~n", [[lev(A, B) || {A, B} <- [{"kitten", "sitting"}, {"", "abc"}, {"flaw", "lawn"}, {"same", "same"}]]]),
    io:format("~w~n", [[coins(N, [1, 5, 10, 25, 50]) || N <- [0, 1, 10, 100, 250]]]),
    io:format("~w~n", [lis([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9])]),
    io:format("~w~n", [partition(lists:seq(1, 12))]).

knapsack(Items, Cap) ->
    Row0 = maps:from_list([{W, 0} || W <- lists:seq(0, Cap)]),
    Row = lists:foldl(fun({V, Wt}, R) -> maps:map(fun(W, B) when W >= Wt -> max(B, maps:get(W - Wt, R) + V); (_, B) -> B end, R) end, Row0, Items),
    maps:get(Cap, Row).

lcs(A, B) ->
    {R, _} = lcs(A, B, #{}),
    R.
lcs([], _, M) -> {[], M};
lcs(_, [], M) -> {[], M};
lcs([X | As] = A, [Y | Bs] = B, M) ->
    Key = {length(A), length(B)},
    case M of
        #{Key := R} -> {R, M};
        _ ->
            {R, M2} =
                case X =:= Y of
                    true -> {S, M1} = lcs(As, Bs, M), {[X | S], M1};
                    false ->
                        {S1, M1} = lcs(As, B, M),
                        {S2, M3} = lcs(A, Bs, M1),
                        {case length(S1) >= length(S2) of true -> S1; false -> S2 end, M3}
                end,
            {R, M2#{Key => R}}
    end.

lev(A, B) ->
    Row0 = lists:seq(0, length(B)),
    lists:last(lists:foldl(fun({I, C}, Row) -> lev_row(C, B, Row, [I]) end, Row0, lists:enumerate(A))).
lev_row(C, [D | Bs], [Diag, Up | Row], [Left | _] = Acc) ->
    Cost = case C =:= D of true -> 0; false -> 1 end,
    lev_row(C, Bs, [Up | Row], [lists:min([Left + 1, Up + 1, Diag + Cost]) | Acc]);
lev_row(_, [], _, Acc) -> lists:reverse(Acc).

coins(0, _) -> 1;
coins(N, Cs) when N < 0; Cs =:= [] -> 0;
coins(N, [C | T] = Cs) -> coins(N - C, Cs) + coins(N, T).

lis(L) ->
    lists:last(lists:sort([{length(S), S} || S <- lists:foldl(fun(X, Acc) ->
        Best = lists:foldl(fun([H | _] = S, B) when H < X, length(S) > length(B) -> S; (_, B) -> B end, [], Acc),
        [[X | Best] | Acc]
    end, [], L)])).

partition(L) ->
    Half = lists:sum(L) div 2,
    length([ok || S <- sums(L), S =:= Half]).
sums([]) -> [0];
sums([H | T]) -> R = sums(T), R ++ [H + X || X <- R].
