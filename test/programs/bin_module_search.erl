%% binary:match, matches, split and replace
-module(bin_module_search).
-export([main/0]).
-import(prog, [id/1, show/2]).

main() ->
    S = <<"the cat sat on the mat, the end">>,
    io:format("~p~n", [[binary:match(S, <<"the">>), binary:match(S, <<"dog">>), binary:match(S, [<<"sat">>, <<"cat">>]), binary:match(S, <<"the">>, [{scope, {1, 20}}])]]),
    io:format("~p~n", [[binary:matches(S, <<"the">>), binary:matches(S, [<<"at">>, <<"t">>]), binary:matches(<<"aaaa">>, <<"aa">>), binary:matches(<<"abcab">>, [<<"ab">>, <<"abc">>, <<"bca">>])]]),
    io:format("~p~n", [[binary:split(S, <<" ">>), binary:split(S, <<" ">>, [global]), binary:split(<<",a,,b,">>, <<",">>, [global, trim]), binary:split(<<",a,,b,">>, <<",">>, [global, trim_all])]]),
    io:format("~p~n", [[binary:replace(S, <<"the">>, <<"a">>), binary:replace(S, <<"the">>, <<"a">>, [global]), binary:replace(S, [<<"cat">>, <<"mat">>], <<"[]">>, [global, {insert_replaced, 1}])]]),
    CP = binary:compile_pattern([<<"at">>, <<"on">>]),
    io:format("~p~n", [[binary:matches(S, CP), binary:split(S, CP, [global])]]),
    io:format("~p~n", [[binary:match(S, <<"end">>, [{scope, {byte_size(S), -5}}]), binary:part(S, {4, 3}), binary:at(S, 4), binary:first(S), binary:last(S)]]),
    show("empty pattern", fun() -> binary:match(S, <<>>) end),
    show("empty list", fun() -> binary:match(S, []) end),
    show("scope", fun() -> binary:match(S, <<"a">>, [{scope, {0, 100}}]) end),
    show("at", fun() -> binary:at(S, 100) end),
    show("first of empty", fun() -> binary:first(<<>>) end),
    show("bits", fun() -> binary:match(id(<<1:3>>), <<1>>) end).
