%% atoms are ordered by their characters
-module(compare_atoms).
-export([main/0]).
-import(prog, [id/1]).

main() ->
    L = [a, aa, ab, b, 'A', 'Z', z, '', ' ', '1', 'a b', 'ä', 'ö', 'é', 'α', 'β', '日本', aaaaaaaaaaaaaaaaaaaaaaaaaaaab, aaaaaaaaaaaaaaaaaaaaaaaaaaaaa],
    io:format("~tw~n", [lists:sort(L)]),
    io:format("~tw~n", [lists:usort(L ++ L) =:= lists:sort(L)]),
    io:format("~p~n", [[a < b, id('ab') > id('aa'), id('Z') < id(a), true > false, id(undefined) > id(true)]]).
