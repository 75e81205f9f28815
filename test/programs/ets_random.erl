%% random operations on tables of all types, what they return and what becomes of the tables
-module(ets_random).
-export([main/0]).

main() -> [run(Type, Seed) || Type <- [set, ordered_set, bag, duplicate_bag], Seed <- [1, 2, 3]].

run(Type, Seed) ->
    T = ets:new(t, [Type, public]),
    loop(T, Type, Seed * 7919 + 17, 1500, []),
    ets:safe_fixtable(T, false),
    io:format("~w ~w: ~w~n", [Type, Seed, srt(ets:tab2list(T))]).

%% Each 100 results are shown as their hash.
loop(_, _, _, 0, _) -> ok;
loop(T, Type, S, N, Acc) when length(Acc) =:= 100 ->
    io:format("~w ~w ~w~n", [Type, N, erlang:phash2(Acc)]),
    loop(T, Type, S, N, []);
loop(T, Type, S, N, Acc) ->
    {Op, S1} = rnd(S, 30),
    {A, S2} = rnd(S1, 1000000),
    {B, S3} = rnd(S2, 1000000),
    Res = try op(Op, T, Type, A, B) catch C:E -> {C, E} end,
    loop(T, Type, S3, N - 1, [{Op, Res} | Acc]).

rnd(S, N) -> S1 = (S * 1103515245 + 12345) band 16#7fffffff, {(S1 bsr 8) rem N, S1}.

key(I) ->
    J = I rem 40,
    case J rem 8 of
        0 -> J; 1 -> list_to_atom("k" ++ integer_to_list(J)); 2 -> {k, J}; 3 -> float(J - 3); 4 -> [J, $a]; 5 -> #{k => J};
        6 -> (1 bsl 70) + J; 7 -> <<J, J>>
    end.
obj(A, B) -> case B rem 3 of 0 -> {key(A), B rem 4}; 1 -> {key(A), B rem 3, x}; 2 -> {key(A), (B rem 2) * 1.0} end.
srt(L) when is_list(L) -> lists:sort(fun(A,B) -> erts_internal:cmp_term(A,B) =< 0 end, L); srt(X) -> X.
op(0, T, _, A, B) -> ets:insert(T, obj(A, B));
op(1, T, _, A, B) -> ets:insert(T, obj(A, B));
%% In OTP 25 a list goes into a bag in another order.
op(2, T, bag, A, B) -> ets:insert(T, [obj(A, B)]);
op(2, T, _, A, B) -> ets:insert(T, [obj(A, B), obj(B, A), obj(A + 1, B)]);
op(3, T, _, A, B) -> ets:insert_new(T, obj(A, B));
op(4, T, bag, A, B) -> ets:insert_new(T, obj(B, A));
op(4, T, _, A, B) -> ets:insert_new(T, [obj(A, B), obj(B, A)]);
op(5, T, _, A, _) -> ets:lookup(T, key(A));
op(6, T, _, A, _) -> ets:lookup(T, key(A));
op(7, T, _, A, _) -> ets:delete(T, key(A));
op(8, T, _, A, B) -> ets:delete_object(T, obj(A, B));
op(9, T, _, A, _) -> ets:take(T, key(A));
op(10, T, _, A, B) -> ets:update_counter(T, key(A), {2, B rem 5 - 2});
op(11, T, _, A, B) -> ets:update_counter(T, key(A), [{2, 3}, {2, B rem 7, 5, 0}], {dflt, B rem 3});
op(12, T, _, A, B) -> ets:update_element(T, key(A), {2, B rem 10});
op(13, T, _, A, B) -> ets:update_element(T, key(A), [{2, B rem 10}, {3, y}]);
op(14, T, _, A, B) -> ets:lookup_element(T, key(A), B rem 3 + 1);
op(15, T, _, A, _) -> ets:lookup_element(T, key(A), 3);
op(16, T, _, A, _) -> ets:member(T, key(A));
op(17, T, _, _, _) -> srt(ets:tab2list(T));
op(18, T, ordered_set, _, _) -> walk(T, ets:first(T));
op(18, T, _, _, _) -> srt(walk(T, ets:first(T)));
op(19, T, ordered_set, A, _) -> {ets:next(T, key(A)), ets:prev(T, key(A)), ets:first(T), ets:last(T)};
op(19, T, _, A, _) -> case ets:member(T, key(A)) of true -> ets:next(T, key(A)), ok; false -> {is_unfixed(T) andalso ets:next(T, key(A))} end;
op(20, T, _, A, B) -> srt(ets:match(T, {key(A), '$1'})) ++ srt(ets:match_object(T, {'_', B rem 4}));
op(21, T, _, A, B) -> srt(ets:select(T, [{{'$1', '$2'}, [{'>', '$2', B rem 3}], ['$1']}, {{key(A), '_', '$3'}, [], [{{'$3', '$_'}}]}]));
op(22, T, _, A, B) -> ets:select_count(T, [{{'_', '$1'}, [{'>=', '$1', B rem 3}], [true]}, {{key(A), '_', '_'}, [], [true]}]);
op(23, T, _, A, B) -> case B rem 4 of 0 -> ets:select_delete(T, [{{key(A), '$1'}, [{'<', '$1', 3}], [true]}]); 1 -> ets:select_delete(T, [{{'_', '$1'}, [{'=:=', '$1', 1.0}], [true]}]); _ -> ets:match_delete(T, {key(A), '_'}) end;
op(24, T, _, A, B) -> ets:select_replace(T, [{{'$1', '$2'}, [{'==', '$2', B rem 3}], [{{'$1', {const, A rem 5}}}]}]);
op(25, T, _, A, B) -> srt(chunks(ets:select(T, [{{'$1', '$2'}, [], [{{'$2', '$1'}}]}], B rem 5 + 1)));
op(26, T, ordered_set, A, B) -> {ets:select_reverse(T, [{{'$1', '$2'}, [], ['$1']}]), chunks(ets:match_object(T, {'_', '_'}, B rem 5 + 1)), chunks(ets:select_reverse(T, [{{'$1', '$2', '_'}, [], ['$1']}], A rem 3 + 1)), ets:select(T, [{{{k, '$1'}, '_'}, [], ['$1']}])};
op(26, T, _, _, _) -> {ets:foldl(fun(_, X) -> X + 1 end, 0, T), srt(ets:select(T, [{{{k, '$1'}, '_'}, [], ['$1']}]))};
op(27, T, _, A, B) -> case A rem 3 of 0 -> ets:safe_fixtable(T, true); 1 -> ets:safe_fixtable(T, false); 2 -> ets:info(T, fixed) end;
op(28, T, Type, A, B) -> case A rem 50 of 0 -> ets:delete_all_objects(T); _ -> size(T, Type) end;
op(29, T, _, A, B) -> Ms = ets:match_spec_compile([{{'$1', '$2'}, [{is_integer, '$2'}], [{{'$2', {'+', '$2', 1}, {hd, '$1'}}}]}]), ets:match_spec_run(srt(ets:tab2list(T)), Ms).
is_unfixed(T) -> not ets:info(T, fixed).
walk(_, '$end_of_table') -> [];
walk(T, K) -> [K | walk(T, ets:next(T, K))].
chunks('$end_of_table') -> [];
chunks({L, '$end_of_table'}) -> L;
chunks({L, C}) -> L ++ chunks(ets:select(C)).

%% OTP 27 miscounts bags from which objects are deleted while they are fixed.
size(T, Type) when Type =:= set; Type =:= ordered_set -> ets:info(T, size);
size(T, _) -> length(ets:tab2list(T)).
