%% a loop over a binary that also keeps it, passes it on and matches it again
-module(bin_match_context_reuse).
-export([main/0]).
-import(prog, [try_call/2]).

main() ->
    B = list_to_binary(lists:seq(0, 255)),
    io:format("~p~n", [sum(B, 0)]),
    io:format("~p~n", [pairs(<<1, 2, 3, 4, 5>>, [])]),
    io:format("~p~n", [suffixes(<<"abc">>)]),
    io:format("~p~n", [alternate(<<1, 2, 3, 4, 5, 6>>, a, [])]),
    io:format("~p~n", [twice(<<5, 6, 7>>)]),
    io:format("~p~n", [closure(<<1, 2, 3>>)]),
    io:format("~p~n", [split_at(<<"key=value=x">>, $=)]),
    io:format("~p~n", [try_call(?MODULE, fun() -> sum(<<1, 2, 3:4>>, 0) end)]).

sum(<<X, R/binary>>, A) -> sum(R, A + X);
sum(<<>>, A) -> A.

pairs(<<A, R/binary>>, Acc) ->
    case R of
        <<B, R2/binary>> -> pairs(R2, [{A, B, byte_size(R)} | Acc]);
        <<>> -> {Acc, A}
    end.

suffixes(<<_, R/binary>> = B) -> [B | suffixes(R)];
suffixes(<<>>) -> [<<>>].

alternate(<<X, R/binary>>, a, Acc) -> alternate(R, b, [X | Acc]);
alternate(<<X:16, R/binary>>, b, Acc) -> alternate(R, a, [{X} | Acc]);
alternate(R, S, Acc) -> {R, S, Acc}.

twice(<<A, R/binary>> = Whole) ->
    <<B:16, _/binary>> = Whole,
    <<C, D/binary>> = R,
    {A, B, C, D}.

closure(<<A, R/binary>>) ->
    F = fun(<<X, T/binary>>) -> {A, X, T, R} end,
    F(R).

split_at(B, C) -> split_at(B, C, 0).
split_at(B, C, N) ->
    case B of
        <<K:N/binary, C, V/binary>> -> {K, V};
        <<_:N/binary, _, _/binary>> -> split_at(B, C, N + 1);
        _ -> {B, none}
    end.
