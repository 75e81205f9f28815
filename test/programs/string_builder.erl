%% large texts built in several ways are equal
-module(string_builder).
-export([main/0]).

main() ->
    N = 3000,
    A = lists:append([integer_to_list(I) || I <- lists:seq(1, N)]),
    B = lists:flatten([integer_to_list(I) || I <- lists:seq(1, N)]),
    C = binary_to_list(iolist_to_binary([integer_to_binary(I) || I <- lists:seq(1, N)])),
    D = binary_to_list(lists:foldl(fun(I, Acc) -> <<Acc/binary, (integer_to_binary(I))/binary>> end, <<>>, lists:seq(1, N))),
    E = lists:flatten(io_lib:format(lists:append(lists:duplicate(N, "~w")), lists:seq(1, N))),
    F = binary_to_list(<< <<(integer_to_binary(I))/binary>> || I <- lists:seq(1, N) >>),
    io:format("~w~n", [[A =:= X || X <- [B, C, D, E, F]]]),
    io:format("~w ~w~n", [length(A), erlang:md5(A)]),
    io:format("~w~n", [length(string:lexemes(lists:append(lists:join(", ", [integer_to_list(I) || I <- lists:seq(1, N)])), ", "))]),
    io:format("~w~n", [byte_size(unicode:characters_to_binary(lists:duplicate(10000, 8364)))]),
    io:format("~w~n", [length(unicode:characters_to_list(binary:copy(<<"aä€"/utf8>>, 5000)))]).
