%% array, dict and orddict
-module(ds_array_dict).
-export([main/0]).
-import(prog, [show/2]).

main() ->
    A = array:set(7, seven, array:from_list([a, b, c])),
    io:format("~w~n", [[array:size(A), array:get(1, A), array:get(5, A), array:to_list(A), array:sparse_to_orddict(A), array:foldl(fun(I, _, S) -> S + I end, 0, A), array:is_array(A)]]),
    B = array:new([{size, 5}, {default, 0}, {fixed, true}]),
    io:format("~w~n", [array:to_list(array:map(fun(I, V) -> I + V end, array:set(2, 10, B)))]),
    show("fixed", fun() -> array:set(5, x, B) end),
    Big = lists:foldl(fun(I, X) -> array:set(I, I * I, X) end, array:new(), lists:seq(0, 999)),
    io:format("~w~n", [[array:size(Big), array:get(500, Big), array:size(array:resize(10, Big)), lists:sum(array:to_list(Big))]]),
    D = dict:from_list([{a, 1}, {b, 2}]),
    io:format("~w~n", [[lists:sort(dict:to_list(dict:store(c, 3, D))), dict:fetch(a, D), dict:find(z, D), dict:size(D), lists:sort(dict:fetch_keys(D)), dict:is_key(b, D), lists:sort(dict:to_list(dict:update_counter(a, 10, D))), lists:sort(dict:to_list(dict:append(l, x, D)))]]),
    io:format("~w~n", [[lists:sort(dict:to_list(dict:merge(fun(_, X, Y) -> X + Y end, D, D))), dict:fold(fun(_, V, S) -> V + S end, 0, D), lists:sort(dict:to_list(dict:map(fun(_, V) -> V * 2 end, D))), dict:is_empty(dict:new())]]),
    Many = lists:foldl(fun(I, X) -> dict:store(I, I, X) end, dict:new(), lists:seq(1, 2000)),
    io:format("~w~n", [[dict:size(Many), dict:fetch(1999, Many), dict:size(dict:filter(fun(K, _) -> K rem 7 =:= 0 end, Many))]]),
    io:format("~w~n", [[orddict:store(b, 2, orddict:store(a, 1, [])), orddict:find(a, [{a, 1}]), orddict:update_counter(x, 5, [{a, 1}])]]).
