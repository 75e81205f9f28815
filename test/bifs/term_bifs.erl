%% Calls of BIFs with random right and wrong arguments, and what this OTP answers, for term_bifs.test.ts.
%% main(File, Seed, N): the external term [{Module, Function, Args, {ok, Value} | {Class, Reason}}].
-module(term_bifs).
-export([main/3]).

main(File, Seed, N) ->
    _ = rand:seed(exsss, Seed),
    Table = list_to_tuple(table()),
    Rows = [call(element(rand:uniform(tuple_size(Table)), Table)) || _ <- lists:seq(1, N)],
    ok = file:write_file(File, term_to_binary(Rows)).

call({M, F, Types}) ->
    Args = [arg(T) || T <- Types],
    {M, F, Args, try {ok, apply(M, F, Args)} catch C:R -> {C, R} end}.

arg(T) -> case rand:uniform(25) of 1 -> without_maps(random_terms:term(1)); _ -> right(T) end.

table() ->
    [{erlang, Op, [number, number]} || Op <- ['+', '-', '*', '/', 'div', 'rem', 'band', 'bor', 'bxor', 'div', 'rem', '*', '+']] ++
    [{erlang, Op, [integer, integer]} || Op <- ['*', 'div', 'rem', 'band', 'bor', 'bxor', 'band', 'bor']] ++
    [{erlang, Op, [number, shift]} || Op <- ['bsl', 'bsr']] ++
    [{erlang, Op, [number]} || Op <- ['+', '-', 'bnot', abs, trunc, round, floor, ceil, float]] ++
    [{erlang, Op, [near, near]} || Op <- ['<', '>', '=<', '>=', '==', '/=', '=:=', '=/=', min, max]] ++
    [{erlang, Op, [bool, bool]} || Op <- ['and', 'or', 'xor']] ++
    [{erlang, F, [term]} || F <- [is_atom, is_binary, is_bitstring, is_boolean, is_float, is_function, is_integer,
        is_list, is_map, is_number, is_pid, is_port, is_reference, is_tuple, size, tuple_size, hd, tl, length, 'not']] ++
    [
        {erlang, is_function, [term, small]},
        {erlang, is_record, [tuple, atom]},
        {erlang, is_record, [tuple, atom, small]},
        {erlang, element, [small, tuple]},
        {erlang, setelement, [small, tuple, term]},
        {erlang, make_tuple, [small, term]},
        {erlang, make_tuple, [small, term, init]},
        {erlang, append_element, [tuple, term]},
        {erlang, insert_element, [small, tuple, term]},
        {erlang, delete_element, [small, tuple]},
        {erlang, tuple_to_list, [tuple]},
        {erlang, list_to_tuple, [list]},
        {erlang, '++', [list, term]},
        {erlang, '--', [list, list]},
        {erlang, '--', [list, list]},
        {lists, reverse, [list, term]},
        {lists, member, [elem, list]},
        {lists, keyfind, [elem, small, keys]},
        {lists, keymember, [elem, small, keys]},
        {lists, keysearch, [elem, small, keys]},
        {erlang, atom_to_list, [atom]},
        {erlang, list_to_atom, [chars]},
        {erlang, list_to_existing_atom, [name]},
        {erlang, binary_to_atom, [bin, encoding]},
        {erlang, binary_to_existing_atom, [name_bin, encoding]},
        {erlang, atom_to_binary, [atom, encoding]},
        {erlang, integer_to_list, [integer]},
        {erlang, integer_to_list, [integer, base]},
        {erlang, integer_to_binary, [integer]},
        {erlang, integer_to_binary, [integer, base]},
        {erts_internal, list_to_integer, [digits, base]},
        {erlang, float_to_list, [float]},
        {erlang, float_to_list, [float, float_options]},
        {erlang, float_to_list, [float, float_options]},
        {erlang, float_to_binary, [float, float_options]},
        {erlang, list_to_float, [float_text]},
        {erlang, binary_to_float, [float_bin]},
        {string, list_to_float, [float_text]},
        {erlang, list_to_pid, [pid_text]},
        {erlang, phash2, [term]},
        {erlang, phash2, [term, range]},
        {erlang, phash, [term, range]},
        {erlang, crc32, [iodata]},
        {erlang, crc32, [sum, iodata]},
        {erlang, crc32_combine, [sum, sum, sum]},
        {erlang, adler32, [iodata]},
        {erlang, adler32_combine, [sum, sum, sum]},
        {erlang, md5, [iodata]},
        {erlang, md5_update, [md5_context, iodata]},
        {erlang, md5_final, [md5_context]},
        {erlang, term_to_binary, [no_map]},
        {erlang, term_to_binary, [no_map, etf_options]},
        {erlang, term_to_binary, [no_map, etf_options]},
        {erlang, external_size, [term]},
        {erlang, external_size, [term, etf_options]},
        {erlang, binary_to_term, [external]},
        {erlang, binary_to_term, [external, decode_options]},
        {erts_internal, term_to_string, [no_map, undefined]},
        {erts_internal, term_to_string, [no_map, limit]},
        {erts_internal, term_to_string, [no_map, limit]},
        {erts_internal, cmp_term, [near, near]}
    ].

right(term) -> random_terms:term(rand:uniform(3));
right(no_map) -> without_maps(random_terms:term(rand:uniform(3)));
right(near) -> case rand:uniform(3) of 1 -> number(); 2 -> random_terms:term(1); 3 -> without_maps(random_terms:term(2)) end;
right(number) -> number();
right(integer) -> trunc_(number());
right(small) -> rand:uniform(8) - 2;
right(shift) -> case rand:uniform(6) of 1 -> trunc_(number()); _ -> rand:uniform(140) - 70 end;
right(bool) -> rand:uniform(2) =:= 1;
right(atom) -> lists:nth(rand:uniform(5), [a, b, 'é', '日本', 'with space']);
right(tuple) -> list_to_tuple([right(elem) || _ <- some(13)]);
right(elem) -> lists:nth(rand:uniform(14), [a, b, 1, 2, 1.0, 2.0, 0.0, -0.0, "x", {1}, {1.0}, <<"b">>, 1 bsl 70, float(1 bsl 70)]);
right(list) -> [right(elem) || _ <- some(20)] ++ case rand:uniform(15) of 1 -> a; _ -> [] end;
right(keys) -> [case rand:uniform(6) of 1 -> right(elem); _ -> list_to_tuple([right(elem) || _ <- some(5)]) end || _ <- some(10)];
right(init) -> [{right(small), right(elem)} || _ <- some(2)];
right(chars) -> [case rand:uniform(8) of 1 -> rand:uniform(16#11000); _ -> rand:uniform(26) + 96 end || _ <- some(case rand:uniform(6) of 1 -> 520; _ -> 10 end)];
right(bin) -> case rand:uniform(3) of
    1 -> unicode:characters_to_binary([rand:uniform(16#d000) || _ <- some(5)]);
    2 -> rand:bytes(rand:uniform(8) - 1);
    3 -> binary:copy(<<"a">>, 250 + rand:uniform(10)) end;
right(name) -> lists:nth(rand:uniform(5), ["ok", "true", "no such atom", lists:duplicate(256, $a), [-1]]);
right(name_bin) -> lists:nth(rand:uniform(4), [<<"ok">>, <<"no such atom">>, binary:copy(<<"a">>, 256), <<255>>]);
right(encoding) -> lists:nth(rand:uniform(3), [latin1, utf8, unicode]);
right(base) -> rand:uniform(37);
right(digits) -> lists:nth(rand:uniform(3), ["", "-", "+"]) ++ [lists:nth(rand:uniform(24), "0123456789012345678901az") || _ <- some(case rand:uniform(3) of 1 -> 17; _ -> 10 end)];
right(float) -> random_terms:float_of(rand:uniform(4));
right(float_options) -> [case rand:uniform(5) of
    1 -> compact; 2 -> short; 3 -> {scientific, rand:uniform(30) - 2}; _ -> {decimals, rand:uniform(25) - 2} end || _ <- some(2)];
right(float_text) -> case rand:uniform(4) of
    1 -> float_to_list(right(float));
    2 -> float_to_list(right(float), [short]);
    3 -> io_lib:format("~w", [right(float)]) ++ [lists:nth(rand:uniform(8), "0e+-., x")];
    4 -> [lists:nth(rand:uniform(14), "0123456789.e+-") || _ <- some(12)] end;
right(float_bin) -> case right(float_text) of L -> try list_to_binary(L) catch _:_ -> <<>> end end;
right(pid_text) -> "<" ++ lists:join($., [integer_to_list(N) || N <- [0, rand:uniform(1 bsl 29), rand:uniform(1 bsl 33)]]) ++ ">";
right(range) -> case rand:uniform(3) of 1 -> 1 bsl 32; 2 -> rand:uniform(1 bsl 33); 3 -> rand:uniform(100) - 2 end;
right(sum) -> case rand:uniform(5) of 1 -> rand:uniform(5) - 1; _ -> rand:uniform(1 bsl 32) - 1 end;
right(iodata) -> case rand:uniform(3) of
    1 -> rand:bytes(rand:uniform(200) - 1);
    2 -> [rand:bytes(rand:uniform(20)), [rand:uniform(256) - 1, []] | rand:bytes(3)];
    3 -> [right(iodata) || _ <- some(3)] end;
right(md5_context) -> erlang:md5_update(erlang:md5_init(), right(iodata));
right(etf_options) -> [case rand:uniform(7) of
    1 -> compressed; 2 -> {compressed, rand:uniform(10) - 1}; 3 -> {minor_version, rand:uniform(4) - 1};
    4 -> deterministic; _ -> {compressed, rand:uniform(9)} end || _ <- some(2)];
right(external) -> case rand:uniform(4) of
    1 -> term_to_binary(right(term), [compressed]);
    2 -> damaged(term_to_binary(right(term)));
    _ -> <<(term_to_binary(right(term)))/binary, (rand:bytes(rand:uniform(3) - 1))/binary>> end;
right(decode_options) -> [lists:nth(rand:uniform(2), [safe, used]) || _ <- some(2)];
right(undefined) -> undefined;
right(limit) -> rand:uniform(60).

%% One byte less, or one changed to a small number, so that it does not turn into an atom unknown elsewhere.
damaged(B) ->
    N = rand:uniform(byte_size(B)) - 1,
    case {rand:uniform(2), B} of
        {1, <<_:N/binary, _, C/binary>>} -> <<(binary:part(B, 0, N))/binary, C/binary>>;
        {2, <<A:N/binary, _, C/binary>>} -> <<A/binary, (rand:uniform(3) - 1), C/binary>>
    end.

some(N) -> lists:seq(1, rand:uniform(N + 1) - 1).

number() ->
    case rand:uniform(9) of
        1 -> rand:uniform(10) - 5;
        2 -> rand:uniform(1 bsl 31) - (1 bsl 30);
        3 -> rand:uniform(1 bsl 54) - (1 bsl 53);
        4 -> lists:nth(rand:uniform(14), [0, 1, -1, 9007199254740991, -9007199254740991, 9007199254740992, -9007199254740992,
            2147483647, -2147483648, 2147483648, 4294967295, 4294967296, 1 bsl 59, -(1 bsl 59)]);
        5 -> random_terms:integer(rand:uniform(200));
        6 -> random_terms:float_of(rand:uniform(4));
        7 -> float(trunc_(number()) rem (1 bsl 80));
        8 -> random_terms:integer(rand:uniform(1100));
        9 -> random_terms:integer(60 + rand:uniform(20))
    end.

trunc_(F) when is_float(F) -> trunc(F);
trunc_(I) -> I.

%% OTP keeps atoms as keys in an order of its own.
without_maps([H | T]) -> [without_maps(H) | without_maps(T)];
without_maps(T) when is_tuple(T) -> list_to_tuple(without_maps(tuple_to_list(T)));
without_maps(M) when is_map(M) -> map;
without_maps(F) when is_function(F) -> fn;
without_maps(P) when is_pid(P); is_port(P); is_reference(P) -> id;
without_maps(T) -> T.
