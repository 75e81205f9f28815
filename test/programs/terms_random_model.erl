%% random terms through comparison, hashing, formatting and the external format
-module(terms_random_model).
-export([main/0]).

main() ->
    Ts = terms(150, 4321),
    io:format("~w~n", [length(Ts)]),
    io:format("~w~n", [lists:all(fun(T) -> binary_to_term(term_to_binary(T)) =:= T end, Ts)]),
    io:format("~w~n", [erlang:phash2([erlang:phash2(T) || T <- Ts])]),
    io:format("~w~n", [erlang:phash2([{A < B, A == B, A =:= B} || {A, B} <- lists:zip(Ts, lists:reverse(Ts))])]),
    io:format("~w~n", [erlang:phash2([lists:flatten(io_lib:format("~w", [T])) || T <- Ts])]),
    io:format("~w~n", [erlang:phash2([lists:flatten(io_lib:format("~p", [T])) || T <- Ts])]),
    io:format("~w~n", [lists:all(fun(T) -> parse(io_lib:format("~w.", [T])) =:= T end, Ts)]),
    io:format("~w~n", [lists:sort(Ts) =:= lists:sort(lists:reverse(Ts))]),
    io:format("~w~n", [map_size(maps:from_keys(Ts, x)) =:= length(lists:foldl(fun(T, A) -> case lists:any(fun(U) -> U =:= T end, A) of true -> A; false -> [T | A] end end, [], Ts))]),
    io:format("~w~n", [erlang:external_size(Ts) >= byte_size(term_to_binary(Ts))]).

parse(S) ->
    {ok, Toks, _} = erl_scan:string(lists:flatten(S)),
    {ok, T} = erl_parse:parse_term(Toks),
    T.

terms(0, _) -> [];
terms(N, S) -> {T, S2} = term(4, S), [T | terms(N - 1, S2)].

next(S) -> (S * 48271) rem 2147483647.

term(D, S0) ->
    S = next(S0),
    case S rem (case D of 0 -> 7; _ -> 11 end) of
        0 -> {S, S};
        1 -> {S - 1073741824, S};
        2 -> {S * S * S, S};
        3 -> {lists:nth(S rem 5 + 1, [a, b, 'C d', true, []]), S};
        4 -> {S / 1024, S};
        5 -> {<<S:(S rem 70)>>, S};
        6 -> {lists:nth(S rem 3 + 1, ["abc", <<"xyz">>, [$a, S rem 256]]), S};
        7 -> {L, S2} = many(S rem 4, D - 1, S), {list_to_tuple(L), S2};
        8 -> many(S rem 5, D - 1, S);
        9 -> {L, S2} = many(2, D - 1, S), {[hd(L) | hd(tl(L))], S2};
        10 -> {L, S2} = many(S rem 4, D - 1, S), {maps:from_list(lists:zip(lists:seq(1, length(L)), L)), S2}
    end.

many(0, _, S) -> {[], S};
many(N, D, S) -> {T, S2} = term(D, S), {L, S3} = many(N - 1, D, S2), {[T | L], S3}.
