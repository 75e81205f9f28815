%% json:encode and decode of OTP 27
%% since-release: 27
-module(json_module).
-export([main/0]).
-import(prog, [try_call/1]).

main() ->
    T = #{<<"a">> => [1, 2.5, true, null, <<"x\n">>]},
    io:format("~s~n", [json:encode(T)]),
    io:format("~p~n", [json:decode(iolist_to_binary(json:encode(T))) =:= T]),
    io:format("~p~n", [[json:decode(B) || B <- [<<"[]">>, <<"{}">>, <<"\"\\u00e4\\ud83d\\ude00\"">>, <<"-0.5e3">>, <<" [ 1 , 2 ] ">>, <<"null">>]]]),
    [io:format("~p~n", [try_call(fun() -> json:decode(B) end)]) || B <- [<<"[1,">>, <<"tru">>, <<"{\"a\" 1}">>, <<"\"\\x\"">>, <<>>, <<"01">>]],
    io:format("~s~n", [json:encode([{a, 1}, b], fun({K, V}, E) -> E([K, V], E); (X, E) -> json:encode_value(X, E) end)]),
    io:format("~s~n", [json:format([1, #{<<"k">> => []}])]).
