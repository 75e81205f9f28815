%% binaries of megabytes
-module(bin_large).
-export([main/0]).

main() ->
    B = binary:copy(<<"0123456789abcdef">>, 65536),
    io:format("~p ~p~n", [byte_size(B), erlang:crc32(B)]),
    <<_:500000/binary, Mid:20/binary, _/binary>> = B,
    io:format("~p~n", [Mid]),
    io:format("~p~n", [length(binary:matches(B, <<"f0">>))]),
    io:format("~p~n", [length(binary:split(B, <<"8">>, [global]))]),
    io:format("~p~n", [erlang:md5(B)]),
    io:format("~p~n", [count(B, 0)]),
    S = << <<(X bxor 16#ff)>> || <<X>> <= B >>,
    io:format("~p~n", [erlang:adler32(S)]),
    Shifted = <<1:3, B/binary>>,
    <<_:11, X:64, _/bits>> = Shifted,
    io:format("~p ~p~n", [X, erlang:phash2(Shifted)]),
    io:format("~p~n", [byte_size(iolist_to_binary([B, [B | B]]))]).

count(<<$a, R/binary>>, N) -> count(R, N + 1);
count(<<_, R/binary>>, N) -> count(R, N);
count(<<>>, N) -> N.
