%% zips of unequal lists, zipwith and unzips
%% since-release: 27
-module(list_zip_functions).
-export([main/0]).
-import(prog, [show/2]).

main() ->
    io:format("~w~n", [[lists:zip([1, 2, 3], [a, b], trim), lists:zip([1, 2, 3], [a, b], {pad, {0, z}}), lists:zip3([1], [a, b], [x], trim), lists:zipwith(fun(A, B) -> {A, B} end, [1, 2], [a], {pad, {p, q}})]]),
    show("fail", fun() -> lists:zip([1, 2], [a], fail) end),
    io:format("~w~n", [[lists:enumerate(5, [a, b]), lists:enumerate(0, -2, [a, b, c]), lists:uniq(fun({K, _}) -> K end, [{1, a}, {2, b}, {1, c}])]]).
