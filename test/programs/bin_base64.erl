%% base64 encoding and decoding
-module(bin_base64).
-export([main/0]).
-import(prog, [try_call/1]).

main() ->
    Ds = [<<>>, <<"f">>, <<"fo">>, <<"foo">>, <<"foob">>, <<255, 254, 253>>, list_to_binary(lists:seq(0, 60))],
    [io:format("~p ~p~n", [base64:encode(D), base64:encode_to_string(D)]) || D <- Ds],
    [true = base64:decode(base64:encode(D)) =:= D || D <- Ds],
    io:format("~p~n", [base64:decode("Zm9v\nYmFy ")]),
    io:format("~p~n", [base64:mime_decode("Zm!9vY@mFy=")]),
    io:format("~p~n", [base64:decode_to_string("aGVsbG8=")]),
    io:format("~p~n", [element(1, try_call(fun() -> base64:decode("Zm9") end))]),
    io:format("~p~n", [element(1, try_call(fun() -> base64:decode("Z!!!") end))]).
