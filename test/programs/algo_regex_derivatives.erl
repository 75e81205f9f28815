%% regular expressions by derivatives, and an NFA made deterministic
-module(algo_regex_derivatives).
-export([main/0]).

main() ->
    Ps = ["a*b", "(a|b)*abb", "a(b|c)*d", "()", "(ab|a)(bc|c)", "a?a?a?aaa"],
    Ss = ["", "b", "aab", "abb", "babb", "ad", "abcbd", "abc", "aaa", "aaaaaa", "aa"],
    [io:format("~s: ~w~n", [P, [match(S, parse(P)) || S <- Ss]]) || P <- Ps],
    io:format("~w~n", [[states(parse(P)) || P <- Ps]]).

parse(S) -> {R, []} = alt(S), R.
alt(S) ->
    case seq(S, eps) of
        {A, [$| | T]} -> {B, R} = alt(T), {mk_alt(A, B), R};
        AR -> AR
    end.
seq([C | _] = S, A) when C =:= $|; C =:= $) -> {A, S};
seq([], A) -> {A, []};
seq(S, A) -> {B, R} = post(atom(S)), seq(R, mk_seq(A, B)).
post({A, [$* | R]}) -> post({{star, A}, R});
post({A, [$? | R]}) -> post({mk_alt(A, eps), R});
post(AR) -> AR.
atom([$( | S]) -> {A, [$) | R]} = alt(S), {A, R};
atom([C | R]) -> {{c, C}, R}.

mk_seq(none, _) -> none;
mk_seq(_, none) -> none;
mk_seq(eps, B) -> B;
mk_seq(A, eps) -> A;
mk_seq(A, B) -> {seq, A, B}.
mk_alt(none, B) -> B;
mk_alt(A, none) -> A;
mk_alt(A, A) -> A;
mk_alt(A, B) when A > B -> {alt, B, A};
mk_alt(A, B) -> {alt, A, B}.

null(eps) -> true;
null({star, _}) -> true;
null({alt, A, B}) -> null(A) orelse null(B);
null({seq, A, B}) -> null(A) andalso null(B);
null(_) -> false.

d(C, {c, C}) -> eps;
d(C, {alt, A, B}) -> mk_alt(d(C, A), d(C, B));
d(C, {star, A} = S) -> mk_seq(d(C, A), S);
d(C, {seq, A, B}) ->
    L = mk_seq(d(C, A), B),
    case null(A) of
        true -> mk_alt(L, d(C, B));
        false -> L
    end;
d(_, _) -> none.

match(S, R) -> null(lists:foldl(fun d/2, R, S)).

states(R) -> states([R], sets:from_list([R])).
states([], Seen) -> sets:size(Seen);
states([R | T], Seen) ->
    New = lists:usort([N || C <- "abcd", N <- [d(C, R)], not sets:is_element(N, Seen)]),
    states(New ++ T, sets:union(Seen, sets:from_list(New))).
