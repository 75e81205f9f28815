%% binary:copy, prefixes, numbers, bin_to_list and encoding in hex
-module(bin_module_other).
-export([main/0]).
-import(prog, [show/2]).

main() ->
    io:format("~p~n", [[binary:copy(<<"ab">>, 3), binary:copy(<<>>, 100), binary:copy(<<"x">>, 0), binary:bin_to_list(<<"abc">>, 1, 2), binary:list_to_bin([1, "a"])]]),
    io:format("~p~n", [[binary:longest_common_prefix([<<"erlang">>, <<"ergonomy">>]), binary:longest_common_suffix([<<"erlang">>, <<"fang">>]), binary:longest_common_prefix([<<>>, <<"a">>]), binary:longest_common_prefix([<<"same">>])]]),
    io:format("~p~n", [[referenced(N) || N <- [257, 500, 1000, 1024, 1025, 4096, 16384]]]),
    Ns = [0, 1, 255, 256, 16#123456, 1 bsl 64, (1 bsl 100) - 1],
    io:format("~p~n", [[{binary:encode_unsigned(N), binary:encode_unsigned(N, little), binary:decode_unsigned(binary:encode_unsigned(N, little), little)} || N <- Ns]]),
    io:format("~p~n", [[binary:decode_unsigned(<<>>), binary:decode_unsigned(<<0, 0, 1>>)]]),
    io:format("~p~n", [[binary:encode_hex(<<0, 255, 16#ab>>), binary:decode_hex(<<"00FFab">>)]]),
    show("negative", fun() -> binary:encode_unsigned(-1) end),
    show("hex", fun() -> binary:decode_hex(<<"0g">>) end),
    show("odd hex", fun() -> binary:decode_hex(<<"abc">>) end),
    show("copy -1", fun() -> binary:copy(<<"a">>, -1) end),
    show("prefix of none", fun() -> binary:longest_common_prefix([]) end).

%% What parts of a binary refer to, with others of the same size made before and after it.
referenced(N) ->
    [_, A, _] = [binary:copy(<<I>>, N) || I <- [1, 2, 3]],
    <<_, B/binary>> = A,
    <<_:7, C:100/binary, _:1, _/binary>> = A,
    [binary:referenced_byte_size(X) || X <- [A, B, C, binary:copy(C), binary:part(A, N - 70, 70)]].
