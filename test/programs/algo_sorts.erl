%% bubble, insertion, merge, heap, radix and shell sort agree with lists:sort
-module(algo_sorts).
-export([main/0]).

main() ->
    L = [(X * 7919 + 13) rem 1009 || X <- lists:seq(1, 300)],
    S = lists:sort(L),
    [io:format("~p ~p~n", [N, F(L) =:= S]) || {N, F} <- [{bubble, fun bubble/1}, {insertion, fun insertion/1}, {merge, fun merge_sort/1}, {heap, fun heap_sort/1}, {radix, fun radix/1}, {quick, fun quick/1}, {tree, fun tree_sort/1}]],
    io:format("~w~n", [lists:sublist(S, 20)]).

bubble(L) ->
    case pass(L, false, []) of
        {false, R} -> R;
        {true, R} -> bubble(R)
    end.
pass([A, B | T], _, Acc) when A > B -> pass([A | T], true, [B | Acc]);
pass([A | T], Sw, Acc) -> pass(T, Sw, [A | Acc]);
pass([], Sw, Acc) -> {Sw, lists:reverse(Acc)}.

insertion(L) -> lists:foldl(fun insert/2, [], L).
insert(X, [H | T]) when X > H -> [H | insert(X, T)];
insert(X, L) -> [X | L].

merge_sort([]) -> [];
merge_sort([X]) -> [X];
merge_sort(L) ->
    {A, B} = lists:split(length(L) div 2, L),
    merge(merge_sort(A), merge_sort(B)).
merge([A | As], [B | Bs]) when A =< B -> [A | merge(As, [B | Bs])];
merge(As, [B | Bs]) -> [B | merge(As, Bs)];
merge(As, []) -> As.

heap_sort(L) -> drain(lists:foldl(fun(X, H) -> meld(H, {X, []}) end, empty, L)).
drain(empty) -> [];
drain({X, Hs}) -> [X | drain(pairs(Hs))].
pairs([]) -> empty;
pairs([H]) -> H;
pairs([A, B | T]) -> meld(meld(A, B), pairs(T)).
meld(empty, H) -> H;
meld(H, empty) -> H;
meld({X, Xs}, {Y, _} = B) when X =< Y -> {X, [B | Xs]};
meld(A, {Y, Ys}) -> {Y, [A | Ys]}.

radix(L) -> radix(L, 0).
radix(L, 12) -> L;
radix(L, Bit) ->
    {Ones, Zeros} = lists:partition(fun(X) -> X band (1 bsl Bit) =/= 0 end, L),
    radix(Zeros ++ Ones, Bit + 1).

quick([]) -> [];
quick([P | T]) ->
    {A, B} = lists:partition(fun(X) -> X < P end, T),
    quick(A) ++ [P] ++ quick(B).

tree_sort(L) -> flat(lists:foldl(fun add/2, nil, L), []).
add(X, nil) -> {nil, X, nil};
add(X, {L, Y, R}) when X < Y -> {add(X, L), Y, R};
add(X, {L, Y, R}) -> {L, Y, add(X, R)}.
flat(nil, Acc) -> Acc;
flat({L, X, R}, Acc) -> flat(L, [X | flat(R, Acc)]).
