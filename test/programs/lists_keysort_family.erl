%% keysort, ukeysort, keymerge and ukeymerge with equal keys
-module(lists_keysort_family).
-export([main/0]).
-import(prog, [show/2]).

main() ->
    L = [{2, a}, {1, b}, {2, c}, {1, d}, {3, e}, {1, b}],
    io:format("~w~n", [[lists:keysort(1, L), lists:ukeysort(1, L), lists:keysort(2, L)]]),
    io:format("~w~n", [[lists:keymerge(1, [{1, x}, {2, x}], [{1, y}, {3, y}]), lists:ukeymerge(1, [{1, x}, {2, x}], [{1, y}, {3, y}])]]),
    Big = [{(I * 37) rem 101, I} || I <- lists:seq(1, 2000)],
    S = lists:keysort(1, Big),
    io:format("~w~n", [[erlang:phash2(S), S =:= lists:sort(Big), length(lists:ukeysort(1, Big))]]),
    io:format("~w~n", [lists:all(fun({{A, I}, {B, J}}) -> A < B orelse (A =:= B andalso I < J) end, lists:zip(lists:droplast(S), tl(S)))]),
    show("bad element", fun() -> lists:keysort(3, [{1, 2}, {3, 4}]) end),
    show("not tuples", fun() -> lists:keysort(1, [b, a]) end),
    io:format("~w~n", [[lists:sort([c, a, b]), lists:rukeymerge(1, [{2, x}], [{1, y}]), lists:rmerge([3, 1], [2]), lists:umerge([[1, 2], [2, 3], [1]])]]).
