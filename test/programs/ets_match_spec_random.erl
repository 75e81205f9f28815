%% random match specifications: their errors, what they match and what they give
-module(ets_match_spec_random).
-export([main/0]).

main() -> [io:format("~w ~w~n", [S, erlang:phash2([one(S * 100 + I) || I <- lists:seq(1, 100)])]) || S <- lists:seq(1, 30)].

one(S) ->
    put(seed, S * 7919 + 13),
    Dialect = case rnd(5) of 0 -> trace; _ -> table end,
    Spec = spec(Dialect),
    Against = against(Dialect),
    R = try erlang:match_spec_test(Against, Spec, Dialect) catch C:E -> {C, E} end,
    {Dialect, Against, Spec, R}.

against(trace) -> [term(2) || _ <- lists:seq(1, rnd(4))];
against(table) -> case rnd(8) of 0 -> term(3); _ -> list_to_tuple([term(2) || _ <- lists:seq(1, 1 + rnd(3))]) end.

rnd(N) -> S = get(seed), S1 = (S * 1103515245 + 12345) band 16#7fffffff, put(seed, S1), (S1 bsr 8) rem N.
pick(L) -> lists:nth(rnd(length(L)) + 1, L).
spec(D) -> case rnd(60) of 0 -> term(2); _ -> [clause(D) || _ <- lists:seq(1, 1 + rnd(3))] end.
clause(D) -> case rnd(60) of 0 -> term(2); _ -> {head(D), [guard(3) || _ <- lists:seq(1, rnd(3))], body(D)} end.
head(trace) -> case rnd(6) of 0 -> '_'; 1 -> '$1'; 2 -> {pat(2)}; _ -> [pat(2) || _ <- lists:seq(1, rnd(4))] end;
head(table) -> case rnd(8) of 0 -> '_'; 1 -> '$1'; 2 -> pat(2); _ -> list_to_tuple([pat(2) || _ <- lists:seq(1, 1 + rnd(3))]) end.
body(_) -> case rnd(40) of 0 -> []; 1 -> foo; 2 -> [a|b]; _ -> [guard(3) || _ <- lists:seq(1, 1 + rnd(2))] end.
pat(0) -> pick(['_', '$1', '$2', '$3', '$17', 1, a, 1.0, [], {}, <<1>>]);
pat(N) -> case rnd(10) of 0 -> {pat(N - 1), pat(N - 1)}; 1 -> [pat(N - 1) | pat(N - 1)]; 2 -> [pat(N - 1), pat(N - 1)]; 3 -> #{pick([a, b, 1]) => pat(N - 1)}; 4 -> term(1); 5 -> {pat(N-1)}; _ -> pat(0) end.
term(0) -> pick([1, 2, 0, -1, a, b, true, false, 1.0, 2.5, [], {}, <<1>>, <<1:3>>, "ab", 1 bsl 65, foo]);
term(N) -> case rnd(8) of 0 -> {term(N - 1), term(N - 1)}; 1 -> [term(N - 1) | term(N - 1)]; 2 -> [term(N - 1), term(N - 1)]; 3 -> #{pick([a, b, 1]) => term(N - 1)}; 4 -> {term(N - 1)}; _ -> term(0) end.
guard(0) -> pick(['$1', '$2', '$3', '$17', '$_', '$$', 1, 2, a, true, false, 1.0, [], {const, {a, '$1'}}, {const, x}, {node}, <<1>>, {}, '_']);
guard(N) ->
    case rnd(22) of
        0 -> {pick(['and', 'or', 'andalso', 'orelse', 'andthen', 'xor']), guard(N - 1), guard(N - 1)};
        1 -> {pick(['and', 'or', 'andalso', 'orelse']), guard(N - 1), guard(N - 1), guard(N - 1)};
        2 -> {pick(['and', 'or', 'andalso', 'orelse', 'not']), guard(N - 1)};
        3 -> {pick(['+', '-', '*', 'div', 'rem', '/', 'band', 'bor', 'bxor', 'bsl', 'bsr']), guard(N - 1), guard(N - 1)};
        4 -> {pick(['>', '<', '>=', '=<', '==', '/=', '=:=', '=/=']), guard(N - 1), guard(N - 1)};
        5 -> {pick([is_atom, is_float, is_integer, is_list, is_number, is_pid, is_port, is_reference, is_tuple, is_map, is_binary, is_function]), guard(N - 1)};
        6 -> {pick([abs, hd, tl, length, round, size, map_size, bit_size, byte_size, trunc, float, '+', '-', 'bnot', 'not']), guard(N - 1)};
        7 -> {element, pick([1, 2, guard(N - 1)]), guard(N - 1)};
        8 -> {pick([map_get, is_map_key]), pick([a, b, 1]), guard(N - 1)};
        9 -> {{guard(N - 1), guard(N - 1)}};
        10 -> [guard(N - 1) | guard(N - 1)];
        11 -> [guard(N - 1), guard(N - 1)];
        12 -> #{pick([a, b]) => guard(N - 1)};
        13 -> {is_record, guard(N - 1), pick([a, foo]), pick([1, 2])};
        14 -> {pick([message, return_trace, exception_trace, is_seq_trace, get_seq_token, caller, silent, get_tcw, const, nosuch])};
        15 -> {pick([message, silent, const, nosuch, set_tcw, element, {}]), guard(N - 1)};
        16 -> {{guard(N - 1)}};
        17 -> {guard(N - 1), guard(N - 1)};
        18 -> {pick([return_trace, message, nosuch, get_tcw, exception_trace, set_tcw]), 1, 2};
        _ -> guard(0)
    end.
