%% numbers that are equal but not the same, sorted
%% release-dependent: lists:sort/1 of OTP 29 orders 1 before 1.0, before that it is stable
-module(release_list_sort_equal).
-export([main/0]).
-import(prog, [id/1]).

main() ->
    [lists:sort(id(L)) || L <- [[1.0, 1], [1, 1.0], [2, 1.0, 1, 2.0], [{1.0}, {1}], [#{a => 1.0}, #{a => 1}]]].
