%% functions that match specifications got later
%% release-dependent: tuple_size, ceil, floor, max and min came after OTP 25
-module(release_ets_match_spec).
-export([main/0]).

main() ->
    [{G, element(1, R), [element(2, R) || element(1, R) =:= ok]}
     || G <- [{tuple_size, '$1'}, {ceil, '$2'}, {floor, '$2'}, {max, '$2', 3}, {min, '$2', 3}],
        R <- [erlang:match_spec_test({{a, b}, 2.5}, [{{'$1', '$2'}, [], [G]}], table)]].
