%% random patterns of keys, bound, partly bound and free: a selection is what matching each object gives
-module(ets_select_random).
-export([main/0]).

main() -> [run(Type) || Type <- [set, ordered_set, bag, duplicate_bag]].

run(Type) ->
    put(seed, 4711),
    T = ets:new(t, [Type, {keypos, 2}]),
    [ets:insert(T, {rnd(5), key(), I}) || I <- lists:seq(1, 600)],
    io:format("~w~n", [Type]),
    [io:format("~w~n", [erlang:phash2([one(T, Type) || _ <- lists:seq(1, 50)])]) || _ <- lists:seq(1, 20)],
    [delete(T) || _ <- lists:seq(1, 30)],
    io:format("~w~n", [erlang:phash2(srt(ets:tab2list(T)))]).

one(T, Type) ->
    Spec = [{{pick(['_', '$1', 2]), pattern(2), '$4'}, guards(), [pick(['$_', '$$', '$4', {{'$4', x}}])]} || _ <- lists:seq(1, 1 + rnd(2))],
    All = case Type of ordered_set -> ets:tab2list(T); _ -> srt(ets:tab2list(T)) end,
    One = ets:match_spec_run(All, ets:match_spec_compile(Spec)),
    Got = ets:select(T, Spec),
    Parts = parts(ets:select(T, Spec, 1 + rnd(20))),
    Same = case Type of
        ordered_set -> {Got =:= One, Parts =:= One, parts(ets:select_reverse(T, Spec, 7)) =:= lists:reverse(One), ets:select_reverse(T, Spec) =:= lists:reverse(One)};
        _ -> {srt(Got) =:= srt(One), srt(Parts) =:= srt(One)}
    end,
    {Spec, Same, srt(Got), ets:select_count(T, [{H, G, [true]} || {H, G, _} <- Spec])}.

delete(T) ->
    P = pattern(2),
    ets:select_delete(T, [{{'_', P, '$4'}, [{'=:=', {'rem', '$4', 3}, rnd(3)}], [true]}]).

guards() -> case rnd(3) of 0 -> [{'>', '$4', rnd(600)}]; 1 -> [{'is_integer', '$4'}, {'=:=', {'rem', '$4', 2}, 1}]; 2 -> [] end.

parts('$end_of_table') -> [];
parts({L, C}) -> L ++ parts(ets:select(C)).

key() -> key(2).
key(0) -> pick([1, 2, 1.0, 2.0, a, b, <<1>>, "x"]);
key(N) ->
    case rnd(6) of
        0 -> key(0); 1 -> {key(N - 1)}; 2 -> {key(N - 1), key(0)}; 3 -> {key(0), key(N - 1), key(0)}; 4 -> [key(0), key(N - 1)];
        5 -> #{a => key(0), b => 1}
    end.
%% No maps: OTP 25 takes them for constants in a key's pattern.
pattern(0) -> pick(['_', '$2', '$3', 1, 2, 1.0, a, b, <<1>>, "x"]);
pattern(N) ->
    case rnd(7) of
        0 -> pattern(0); 1 -> {pattern(N - 1)}; 2 -> {pattern(N - 1), pattern(0)}; 3 -> {pattern(0), pattern(N - 1), pattern(0)}; 4 -> [pattern(0), pattern(N - 1)];
        5 -> {a, pattern(N - 1)}; 6 -> key(0)
    end.

srt(L) -> lists:sort(fun(A, B) -> erts_internal:cmp_term(A, B) =< 0 end, L).
pick(L) -> lists:nth(rnd(length(L)) + 1, L).
rnd(N) -> S = get(seed), S1 = (S * 1103515245 + 12345) band 16#7fffffff, put(seed, S1), (S1 bsr 8) rem N.
