%% Calls BIFs with seeded right and wrong arguments, the same on every VM, and prints a hash for each chunk of 100 calls:
%%   C CHUNK HASH
%% or, asked for details, a line for each call. The calls of a chunk run in a process of their own with fresh tables and
%% references, so that a chunk gives the same alone as after others.
%% bif_table:calls/0, made from bifs.txt for the release at hand, gives {Module, Function, [ArgumentType], Show};
%% a type that ends in '!' is never replaced by a wrong one.
-module(bif_gen).
-export([main/3, details/2, local_fun/0]).

-define(CALLS, 100).

%% Hashes of chunks From..To.
main(Seed, From, To) ->
    Table = table(),
    chunks(Seed, From, To, Table),
    io:put_chars("done\n").

chunks(_, N, To, _) when N > To -> ok;
chunks(Seed, N, To, Table) ->
    Text =
        case chunk(Seed, N, Table) of
            Done when is_list(Done) -> integer_to_list(erlang:phash2(Done));
            Other -> io_lib:format("~0p", [Other])
        end,
    io:put_chars(["C ", integer_to_list(N), $\s, Text, $\n]),
    chunks(Seed, N + 1, To, Table).

%% Every call of the chunks, one a line.
details(Seed, Chunks) ->
    Table = table(),
    lists:foreach(fun(N) ->
        io:put_chars(["D ", integer_to_list(N), $\n]),
        case chunk(Seed, N, Table) of
            Done when is_list(Done) -> lists:foreach(fun detail/1, Done);
            Other -> io:format("~0p~n", [Other])
        end
    end, Chunks),
    io:put_chars("done\n").

detail({M, F, Args, Result} = Call) ->
    Text = io_lib:format("~w:~w(~ts) -> ~0tp", [M, F, lists:join(", ", [io_lib:format("~0tp", [A]) || A <- Args]), Result]),
    Line = lists:flatten(Text),
    Escaped = [if C >= 32, C < 127 -> C; true -> ["\\x{", integer_to_list(C, 16), $}] end || C <- Line],
    io:put_chars(["  ", Escaped, " #", integer_to_list(erlang:phash2(Call)), $\n]).

table() -> list_to_tuple(bif_table:calls()).

%% [{M, F, Args, Result}], all normalised, or why the chunk's process did not finish.
chunk(Seed, N, Table) ->
    Me = self(),
    {Pid, Ref} = spawn_monitor(fun() -> runner(Me) end),
    receive
        {Pid, env, Env} ->
            seed((Seed * 7919 + N * 104729) rem 2147483629 + 1),
            Pid ! {calls, [call(Table, Env) || _ <- lists:seq(1, ?CALLS)]};
        {'DOWN', Ref, process, Pid, Why0} -> exit(Why0)
    end,
    receive
        {Pid, done, Done} ->
            exit(Pid, kill),
            receive {'DOWN', Ref, process, Pid, _} -> Done end;
        {'DOWN', Ref, process, Pid, Why} -> {died, Why}
    after 60000 ->
        exit(Pid, kill),
        {timeout, N}
    end.

%% The process in which the calls are made.
runner(Main) ->
    process_flag(trap_exit, true),
    Me = self(),
    Helper = spawn_link(fun() -> Me ! helper_waits, receive stop -> ok end end),
    receive helper_waits -> ok end,
    {Dead, DeadRef} = spawn_monitor(fun() -> ok end),
    receive {'DOWN', DeadRef, process, Dead, _} -> ok end,
    Env = #{self => self(), helper => Helper, dead => Dead, ref => make_ref(),
            atomics => atomics:new(5, [{signed, true}]), uatomics => atomics:new(5, [{signed, false}]),
            counters => element(2, counters:new(5, [])),
            otab => filled(ets:new(bif_otab, [ordered_set, named_table, public])),
            set => filled(ets:new(bif_set, [set])), bag => filled(ets:new(bif_bag, [bag])),
            dbag => filled(ets:new(bif_dbag, [duplicate_bag])),
            msref => ets:match_spec_compile([{{'$1', '$2'}, [{'>', '$1', 1}], ['$2']}])},
    Main ! {self(), env, Env},
    Calls = receive {calls, L} -> L end,
    Done = [run(C, Env) || C <- Calls],
    _ = [persistent_term:erase({bif_gen, K}) || K <- [a, 1, "s"]],
    Gone = monitor(process, Helper),
    exit(Helper, kill),
    receive {'DOWN', Gone, process, Helper, _} -> ok end,
    Main ! {self(), done, Done},
    receive never -> ok end.

filled(T) ->
    ets:insert(T, [{1, a}, {2, b, 2.5}, {3, 30}, {"k", <<"v">>}, {{t, 1}, x, y}, {4.0, 7}, {b, [1, 2]}]),
    T.

run({M, F, Args, Show}, Env) ->
    case get(bif_gen_trace) of
        true -> erlang:display({M, F, Args});
        _ -> ok
    end,
    Result =
        try apply(M, F, Args) of
            V -> {value, show(Show, V, Env)}
        catch
            C:R -> {C, norm(R, Env)}
        end,
    {M, F, norm(Args, Env), Result}.

%% How much of a value two VMs must agree in.
show(all, V, Env) -> norm(V, Env);
show(type, V, _) -> type(V);
show(shape, V, Env) -> shape(V, Env);
show(sorted, V, Env) when is_list(V) ->
    try exactly_sorted(norm(V, Env))
    catch error:_ -> V
    end;
show(sorted, V, Env) -> norm(V, Env);
show(joined, V, _) when is_list(V) -> iolist_to_binary(V);
show(approx, V, _) when is_float(V), V =/= 0.0 -> list_to_float(float_to_list(V, [{scientific, 6}]));
show(approx, V, Env) -> norm(V, Env);
show(continued, {L, _}, Env) -> {norm(L, Env), continuation};
show(continued, V, Env) -> norm(V, Env);
show(pattern, {ok, P}, _) when is_tuple(P) -> {ok, lists:sublist(tuple_to_list(P), 4)};
show(pattern, V, Env) -> norm(V, Env);
show(nomemory, V, Env) when is_map(V) -> norm(maps:remove(memory, V), Env);
show(nomemory, V, Env) when is_list(V) -> lists:sort(norm([E || {K, _} = E <- V, K =/= memory, K =/= write_concurrency], Env));
show(nomemory, V, Env) -> norm(V, Env).

type(V) when is_integer(V) -> integer;
type(V) when is_float(V) -> float;
type(V) when is_atom(V) -> atom;
type(V) when is_list(V) -> list;
type(V) when is_tuple(V) -> {tuple, tuple_size(V)};
type(V) when is_map(V) -> map;
type(V) when is_bitstring(V) -> bitstring;
type(V) when is_function(V) -> function;
type(V) when is_pid(V) -> pid;
type(V) when is_reference(V) -> reference;
type(_) -> other.

shape(V, _) when is_integer(V) -> integer;
shape(V, _) when is_float(V) -> float;
shape(V, Env) when is_tuple(V) -> list_to_tuple([shape(E, Env) || E <- tuple_to_list(V)]);
shape([H | T], Env) -> [shape(H, Env) | shape(T, Env)];
shape(V, Env) -> norm(V, Env).

%% Replaces what has no identity across VMs. Maps become sorted lists.
norm(T, #{self := P}) when T =:= P -> '$self';
norm(T, #{helper := P}) when T =:= P -> '$helper';
norm(T, #{dead := P}) when T =:= P -> '$dead';
norm(T, _) when is_pid(T) -> '$pid';
norm(T, _) when is_port(T) -> '$port';
norm(T, _) when is_reference(T) -> '$ref';
norm(T, _) when is_function(T) ->
    case erlang:fun_info(T, type) of
        {type, external} -> T;
        {type, local} -> '$fun'
    end;
norm({re_pattern, _, _, _, _}, _) -> '$re_pattern';
norm([H | T], Env) -> [norm(H, Env) | norm(T, Env)];
norm(T, Env) when is_tuple(T) -> list_to_tuple(norm(tuple_to_list(T), Env));
norm(T, Env) when is_map(T) -> {'$map', exactly_sorted(norm(maps:to_list(T), Env))};
norm(T, _) -> T.

%% In the order of map keys, where 1 and 1.0 differ.
exactly_sorted(L) -> lists:sort(fun(A, B) -> erts_internal:cmp_term(A, B) =< 0 end, L).

%% -- Choosing. The generator's state is in the process dictionary of the main process.

seed(S) ->
    put(bif_gen_seed, S),
    rnd(), rnd(), rnd().

%% Next number of a Lehmer generator; every intermediate stays below 2^47.
rnd() ->
    S = get(bif_gen_seed) * 48271 rem 2147483647,
    put(bif_gen_seed, S),
    S.

r(N) -> rnd() div 7 rem N.

one(L) when is_list(L) -> lists:nth(r(length(L)) + 1, L);
one(T) -> element(r(tuple_size(T)) + 1, T).

call(Table, Env) ->
    {M, F, Types, Show} = one(Table),
    Args =
        case r(4) of
            0 -> [wrong(T, Env) || T <- Types];
            _ -> [gen(T, Env) || T <- Types]
        end,
    {M, F, Args, Show}.

wrong({strict, T}, Env) -> gen(T, Env);
wrong(T, Env) ->
    case r(3) of
        0 -> gen(T, Env);
        _ -> gen(any, Env)
    end.

local_fun() -> fun(X) -> {local, X} end.

gen({strict, T}, Env) -> gen(T, Env);
gen(any, Env) ->
    case r(12) of
        0 -> maps:get(self, Env);
        1 -> maps:get(ref, Env);
        2 -> one([local_fun(), fun lists:map/2, fun erlang:abs/1]);
        3 -> gen(improper, Env);
        _ -> gen(val, Env)
    end;
%% Terms that are the same on every VM.
gen(val, Env) -> val(3, Env);
gen(flat, Env) -> flat(3, Env);
gen(num, Env) -> gen(one([int, int, big, float, int]), Env);
gen(int, Env) ->
    case r(6) of
        0 -> r(10) - 3;
        1 -> r(300) - 20;
        2 -> one([0, 1, -1, 2, 255, 256, 65535, 65536, -128, 127, 128, 1114111, 1114112, 55296, 57343, 65534]);
        3 -> rnd() - 1073741824;
        4 -> one([1 bsl 28, 1 bsl 31, 1 bsl 32, 1 bsl 53, (1 bsl 53) - 1, -(1 bsl 53), (1 bsl 53) + 1, 1 bsl 59, -(1 bsl 59), 1 bsl 60,
                  (1 bsl 63) - 1, 1 bsl 63, -(1 bsl 63), (1 bsl 64) - 1, 1 bsl 64, -(1 bsl 64)]);
        5 -> gen(big, Env)
    end;
gen(small, _) -> r(20) - 4;
gen(idx, _) -> r(8);
gen(count, _) -> one([0, 1, 2, 3, 5, 10, 33, 100, -1, 1 bsl 70, -(1 bsl 70), a, 1.0]);
gen(shift, _) -> one([0, 1, 2, 7, 8, 31, 32, 33, 52, 53, 63, 64, 65, 100, 1000, -1, -2, -8, -31, -53, -63, -64, -65, -200, -(1 bsl 70), 1.0, a]);
gen(byte, _) -> r(256);
gen(char, _) -> one([r(128), r(256), 16#400 + r(100), 16#1F600 + r(20), 16#D7FF, 16#E000, 16#10FFFF, 16#D800, 16#110000, -1]);
gen(radix, _) -> one([2, 8, 10, 16, 36, 3, 35, 1, 37, 0, -1, a]);
gen(big, _) ->
    N = (rnd() bsl (r(8) * 16)) + rnd() * rnd(),
    case r(2) of
        0 -> N;
        1 -> -N
    end;
gen(float, _) ->
    case r(5) of
        0 -> one([0.0, 1.0, -1.0, 0.5, 1.5, 2.5, -0.5, -1.5, 1.0e10, 123.456, -2.0, 3.0]);
        1 -> one([1.0e308, 1.7976931348623157e308, 5.0e-324, 2.2250738585072014e-308, 9007199254740992.0, 9007199254740993.0,
                  9.223372036854775e18, 1.8446744073709552e19, -9.223372036854775e18, 1.0e22, 1.0e23, 1.0e21, 4.35, 0.1, 0.3]);
        2 -> (rnd() - 1073741824) / 1000;
        3 -> rnd() / 2147483647;
        4 -> (rnd() - 1073741824) / (r(1000) + 1) * one([1.0, 1.0e10, 1.0e-10, 1.0e100, 1.0e-200])
    end;
gen(trig, Env) -> gen(one([float, unit, unit, small, int]), Env);
gen(unit, _) -> (rnd() - 1073741824) / one([1073741824, 107374182, 1000000]);
gen(atom, _) -> one([a, b, ok, error, true, false, undefined, '', 'two words', 'Äpfel', 'αβγ', infinity, 'a@b', a, b]);
gen(bool, _) -> one([true, false, true, false, true, false, a, 1]);
gen(bytes, _) ->
    case r(6) of
        0 -> <<>>;
        1 -> one([<<"abc">>, <<"hello world">>, <<"aaaa">>, <<"abcabcabc">>, <<0>>, <<255>>, <<"1.5">>, <<"42">>, <<"-17">>]);
        2 -> list_to_binary([r(256) || _ <- lists:seq(1, r(20))]);
        3 -> list_to_binary([$a + r(3) || _ <- lists:seq(1, r(30))]);
        4 -> unicode:characters_to_binary([$a + r(26), 228, 946, 16#1F600 + r(9), r(200)]);
        5 -> list_to_binary([r(256) || _ <- lists:seq(1, 60 + r(80))])
    end;
gen(bits, Env) ->
    case r(3) of
        0 -> gen(bytes, Env);
        1 -> N = r(70), <<(rnd() * rnd()):N>>;
        2 -> B = gen(bytes, Env), <<_:3, Rest/bits>> = <<5:3, B/binary>>, <<Rest/bits, 1:(r(8))>>
    end;
gen(str, _) ->
    case r(5) of
        0 -> [];
        1 -> one(["abc", "hello", "12", "-7", "+5", "1.5", "1.0e10", "-2.5e-3", "a b", "true", "x.y", "1e5", "1.", ".5", "1.5x"]);
        2 -> [$a + r(26) || _ <- lists:seq(1, r(10))];
        3 -> [r(256) || _ <- lists:seq(1, r(10))];
        4 -> [one([$a, 228, 946, 8364, 16#1F600]) || _ <- lists:seq(1, r(8))]
    end;
gen(intstr, Env) ->
    case r(5) of
        0 -> gen(str, Env);
        1 -> integer_to_list(gen(big, Env));
        2 -> one(["0", "-0", "+0", "007", "ff", "FF", "zZ", "-ff", "1_000", " 1", "1 ", "-", "+", "", "9007199254740993", "--1"]);
        _ -> integer_to_list(gen(int, Env))
    end;
gen(intbin, Env) -> to_bin(gen(intstr, Env));
gen(floatstr, Env) ->
    case r(4) of
        0 -> gen(str, Env);
        1 -> one(["1.0", "-1.5", "+2.25", "1.0e5", "1.0E-5", "1e5", "1.0e", "1.", ".1", "1.0e400", "-1.0e400", "1.0e-400", "0.1", "1.7976931348623157e308",
                  "1.7976931348623159e308", "5.0e-324", "2.0e-324", "1.5 ", " 1.5", "1.5.5", "123456789012345678901234567890.5", "0.30000000000000004", "1,5"]);
        _ -> float_to_list(gen(float, Env), [{scientific, r(22)}])
    end;
gen(floatbin, Env) -> to_bin(gen(floatstr, Env));
gen(exstr, _) -> one(["ok", "true", "error", "bif_gen", "zz no such atom 1", "zz no such atom 2", a, 5, [-1], [a], <<"ok">>]);
gen(exbin, _) -> one([<<"ok">>, <<"true">>, <<"zz no such atom 1">>, <<255, 254>>, "ok", a, <<1:3>>]);
gen(pidstr, _) -> one(["<0.1.0>", "<0.1.2>", "<0.0.0>", "<0.1>", "<1.2.3>", "0.1.0", "<0.1.0", "", "<a.b.c>", "<0.1.0>x", <<"<0.1.0>">>]);
gen(refstr, _) -> one(["#Ref<0.1.2.3>", "#Ref<0.1.2>", "#Ref<>", "Ref<0.1.2.3>", "#Ref<0.4294967295.2.3>", "#Port<0.1>", "#Port<0.x>", ""]);
gen(encoding, _) -> one([utf8, utf8, unicode, latin1, {utf16, little}, {utf16, big}, utf16, {utf32, little}, utf32, {utf32, big}, utf9]);
gen(aenc, _) -> one([utf8, unicode, latin1, utf16]);
gen(iolist, Env) -> iolist(3, Env);
gen(chardata, Env) -> chardata(3, Env);
gen(list, Env) -> [gen(val, Env) || _ <- lists:seq(1, r(6))];
gen(slist, _) -> [one([a, b, c, 1, 2, 1.0, "x"]) || _ <- lists:seq(1, r(8))];
gen(improper, Env) -> lists:append(gen(slist, Env), gen(one([small, atom, bytes]), Env));
gen(maybelist, Env) -> gen(one([slist, slist, list, improper, any]), Env);
gen(tuple, Env) -> list_to_tuple([gen(val, Env) || _ <- lists:seq(1, r(6))]);
gen(stuple, _) -> list_to_tuple([one([a, b, c, 1, 2, 3, 1.0]) || _ <- lists:seq(1, r(5))]);
gen(tuplelist, Env) -> [one([gen(stuple, Env), gen(stuple, Env), gen(stuple, Env), a]) || _ <- lists:seq(1, r(8))];
gen(key, _) -> one([a, b, c, 1, 2, 3, 1.0, 2.0, "k", {t, 1}, 4, 4.0, zz]);
gen(map, Env) ->
    case r(8) of
        0 -> #{};
        1 -> maps:from_list([{I, I * I} || I <- lists:seq(1, 30 + r(40))]);
        2 -> maps:from_list([{gen(val, Env), r(9)} || _ <- lists:seq(1, r(40))]);
        _ -> maps:from_list([{gen(key, Env), gen(small, Env)} || _ <- lists:seq(1, r(6))])
    end;
gen(pairs, Env) -> [one([{gen(key, Env), gen(small, Env)}, {gen(key, Env), gen(small, Env)}, {gen(key, Env), gen(val, Env)}]) || _ <- lists:seq(1, r(8))] ++
                   one([[], [], [], [], [a], [{a, b, c}], [{1, 2} | x]]);
gen(function, _) -> one([local_fun(), fun lists:map/2, fun erlang:abs/1, fun nosuch:fn/0]);
gen(funitem, _) -> one([arity, env, index, name, module, new_index, type, uniq, nosuch]);
gen(pid, Env) -> maps:get(one([self, helper, dead, self, ref]), Env);
gen(self, Env) -> maps:get(self, Env);
gen(dead, Env) -> one([maps:get(dead, Env), nosuch_name, 5, {a, b}, "x"]);
gen(dest, Env) -> one([maps:get(self, Env), maps:get(helper, Env), maps:get(dead, Env), nosuch_name, {nosuch_name, node()}, {a, b, c}, 1, maps:get(ref, Env)]);
gen(ref, Env) -> maps:get(one([ref, ref, atomics]), Env);
gen(atomics, Env) -> maps:get(one([atomics, uatomics, atomics, uatomics, ref]), Env);
gen(counters, Env) -> maps:get(one([counters, counters, counters, ref]), Env);
gen(modname, _) -> one([lists, erlang, bif_gen, nosuch_module, maps, a]);
gen(fname, _) -> one([reverse, abs, main, map, '+', self, nosuch_function, length]);
gen(spawnmod, _) -> one([erlang, erlang, erlang, lists, 5]);
gen(spawnfun, _) -> one([self, abs, node, date, "x"]);
gen(spawnargs, _) -> one([[], [1], [], [-3], x, [1 | 2]]);
gen(spawnopts, _) -> [one([link, monitor, {priority, low}, {min_heap_size, 100}, {fullsweep_after, 10}, {message_queue_data, off_heap}, {priority, what}, nosuch]) || _ <- lists:seq(1, r(3))];
gen(sendopts, _) -> one([[], [nosuspend], [noconnect], [noconnect, nosuspend], [nosuch], a, [nosuspend | x]]);
gen(aliasopts, _) -> one([[], [explicit_unalias], [reply], [nosuch], a]);
gen(montype, _) -> one([process, process, process, process, port, time_offset, nosuch]);
gen(monitem, Env) -> one([maps:get(self, Env), maps:get(helper, Env), maps:get(dead, Env), nosuch_name, {nosuch_name, node()}, 1]);
gen(monopts, _) -> one([[], [{tag, x}], [{alias, explicit_unalias}], [{alias, demonitor}], [{alias, reply_demonitor}], [nosuch], a]);
gen(demonopts, _) -> one([[], [flush], [info], [flush, info], [nosuch], a]);
gen(timeropts, _) -> one([[], [{abs, true}], [{abs, false}], [{abs, a}], [nosuch], a]);
gen(cancelopts, _) -> one([[], [{info, false}], [{info, true}], [{async, false}], [{async, a}], [nosuch], a]);
gen(after_ms, _) -> one([100000, 1000000, 16#FFFFFFFF, -1, 1 bsl 70, a, 1.0]);
gen(regname, _) -> one([bif_name_1, bif_name_2, bif_name_3, undefined, 1, "x", true]);
gen(pinfo, _) -> one([registered_name, trap_exit, priority, initial_call, error_handler, catchlevel, nosuch, [trap_exit, priority], [nosuch], [], a, [registered_name],
                      {dictionary, nosuch}, suspending, {message_queue_data}, message_queue_data]);
gen(pflag, _) -> one([priority, save_calls, message_queue_data, sensitive, nosuch, 5]);
gen(pflagval, _) -> one([low, normal, high, 0, 5, on_heap, off_heap, true, false, a, -1]);
gen(sysinfo, _) -> one([wordsize, {wordsize, internal}, {wordsize, external}, otp_release, machine, nosuch, 5, {nosuch, 1}, endian, atom_limit, port_limit, ets_limit,
                        compat_rel, fullsweep_after, smp_support, threads, heap_type, backtrace_depth]);
gen(statitem, _) -> one([runtime, wall_clock, reductions, exact_reductions, context_switches, garbage_collection, io, run_queue, nosuch, 5]);
gen(time_unit, _) -> one([second, millisecond, microsecond, nanosecond, native, perf_counter, 1000, 1, 0, -1, nosuch]);
gen(uniqueopts, _) -> one([[], [positive], [monotonic], [positive, monotonic], [nosuch], a]);
gen(datetime, _) -> one([{{1970, 1, 1}, {0, 0, 0}}, {{2024, 2, 29}, {23, 59, 59}}, {{2023, 2, 29}, {0, 0, 0}}, {{1600, 1, 1}, {0, 0, 0}}, {{2000, 13, 1}, {0, 0, 0}}, {{2000, 1, 1}, {24, 0, 0}}, {{2038, 1, 19}, {3, 14, 8}}, {{1969, 12, 31}, {23, 59, 59}}, a]);
gen(posixtime, _) -> one([0, 1, -1, 86399, 86400, 1700000000, -1700000000, 1 bsl 31, 1 bsl 40, 1 bsl 33, 1 bsl 70, -(1 bsl 70), a, 1.0]);
gen(floatopts, _) -> [one([{decimals, r(30)}, {scientific, r(30)}, compact, short, {decimals, 253}, {decimals, 254}, {scientific, 249}, {scientific, 250}, {decimals, -1}, nosuch]) || _ <- lists:seq(1, r(3))];
gen(nifreason, _) -> one([not_loaded, {a, b}, 5, "text", undef]);
gen(errorclass, _) -> one([error, exit, throw, error, nosuch, 1]);
gen(stacktrace, _) -> one([[], [{lists, map, 2, []}], [{lists, map, [a, b], [{file, "x"}, {line, 3}]}], [a], a, [{lists, map, 2}], [{fun lists:map/2, [], []}]]);
gen(erropts, _) -> one([[], [{error_info, #{}}], [{error_info, #{cause => x}}], [nosuch], a, [{error_info, a}]]);
gen(initlist, Env) -> [one([{r(6), gen(small, Env)}, {r(6), gen(small, Env)}, {r(12), a}, b]) || _ <- lists:seq(1, r(4))];
gen(pos, Env) -> one([gen(idx, Env), gen(idx, Env), gen(small, Env)]);
gen(part, Env) -> {gen(small, Env), gen(small, Env)};
gen(scope, Env) -> one([[], [{scope, gen(part, Env)}], [{scope, {0, r(10)}}], [nosuch], a, [global], [trim], [trim_all, global], [global, trim]]);
gen(pattern, Env) -> one([<<"a">>, <<"ab">>, <<"abc">>, <<" ">>, [<<"a">>, <<"b">>], [<<"ab">>, <<"abc">>, <<"bc">>], <<>>, [], [<<>>], gen(bytes, Env), [gen(bytes, Env), <<"c">>], binary:compile_pattern(<<"b">>), binary:compile_pattern([<<"b">>, <<"ca">>])]);
gen(binlist, Env) -> [gen(bytes, Env) || _ <- lists:seq(1, r(4) + 1)];
gen(prefixed, Env) -> [<<(one([<<"abc">>, <<"ab">>, <<"abcde">>]))/binary, (gen(bytes, Env))/binary>> || _ <- lists:seq(1, r(4) + 1)];
gen(suffixed, Env) -> [<<(gen(bytes, Env))/binary, (one([<<"cba">>, <<"ba">>, <<"xcba">>]))/binary>> || _ <- lists:seq(1, r(4) + 1)];
gen(endian, _) -> one([big, little, nosuch, a]);
gen(etf, Env) ->
    B = one([term_to_binary(gen(flat, Env)), term_to_binary(gen(flat, Env), [{minor_version, r(3)}]), term_to_binary([gen(flat, Env) || _ <- lists:seq(1, 9)], [compressed])]),
    case r(3) of
        0 -> mutated(B);
        _ -> B
    end;
gen(b2topts, _) -> one([[], [used], [], [nosuch], a, [used, nosuch]]);
gen(t2bopts, _) -> one([[], [], [{minor_version, 0}], [{minor_version, 1}], [{minor_version, 2}], [{minor_version, 3}], [{compressed, 0}], [nosuch], a, [deterministic], [{compressed, 10}]]);
gen(packettype, _) -> one([raw, 0, 1, 2, 4, asn1, cdr, sunrm, fcgi, tpkt, line, http, httph, http_bin, httph_bin, ssl_tls, nosuch]);
gen(packet, Env) ->
    one([<<"line one\nrest">>, <<"no newline">>, <<0, 3, "abcdef">>, <<0, 0, 0, 2, "abc">>, <<3, "abcd">>, <<"GET /index.html?q=1 HTTP/1.1\r\nHost: x\r\n\r\n">>,
         <<"HTTP/1.0 200 OK\r\n\r\n">>, <<"Content-Length: 10\r\nX: y\r\n\r\n">>, <<"Host: a\r\n b\r\nX: y\r\n">>, <<"\r\n">>, <<"POST http://h:80/p HTTP/1.0\r\n">>, <<"OPTIONS * HTTP/1.1\r\n">>,
         <<22, 3, 1, 0, 2, 1, 2, 3>>, <<3, 0, 0, 7, 1, 2, 3, 4>>, <<48, 3, 1, 2, 3, 9>>, <<"bad header\r\n">>, <<"X-Custom-Header: v\r\nY">>, gen(bytes, Env)]);
gen(packetopts, _) -> one([[], [], [{packet_size, 5}], [{line_length, 4}], [{line_delimiter, $o}], [{packet_size, 0}], [nosuch], a]);
gen(matchspec, Env) ->
    one([[{{'$1', '$2'}, [], ['$_']}], [{{'$1', '_'}, [{'>', '$1', 1}], ['$1']}], [{{'$1', '$2'}, [], [{{'$2', '$1'}}]}], [{'$1', [], ['$$']}], [{'_', [], [true]}], [{'_', [], ['$_']}],
         [{{'$1', '$2', '$3'}, [{is_float, '$3'}], ['$2', '$1']}], [{{'$1', '$2'}, [{'andalso', {is_integer, '$2'}, {'<', '$2', 10}}], [{'+', '$2', 1}]}],
         [{{'$1', '$2'}, [{'=:=', '$1', {const, 1}}], [{const, {a, '$1'}}]}, {{'$1', '_', '$2'}, [], [{{x, '$1'}}]}], [{{1, '$1'}, [], ['$1']}], [{{'$1', '$1'}, [], ['$1']}],
         [{{'$1', '$2'}, [{'or', {is_atom, '$2'}, {is_list, '$2'}}, {'not', {is_float, '$1'}}], [[{element, 1, '$_'} | '$2']]}], [{{'$1', '$2'}, [{nosuch, '$1'}], ['$1']}],
         [{{'$1', '_'}, [{'==', {'rem', '$1', 2}, 0}], [{hd, '$1'}]}], [{{'$1', '$2'}, [], [#{k => '$1'}]}], [{{'$1', '$2'}, [{'>', {size, '$2'}, 0}], [{size, '$_'}]}],
         [], a, [a], [{a, b}], [{{'$1', '$2'}, [{'xor', true, false}], [{tl, '$2'}, '$1']}], [{{'$1', '$2'}, [], [{map_get, k, '$2'}]}],
         [{{'$1', gen(key, Env)}, [], ['$1']}], [{{gen(key, Env), '$1'}, [], [{abs, '$1'}]}], [{{'$1', '$2'}, [{is_record, '$_', a, 2}], [{node}]}], [{{'$1', '$2'}, [], [{max, '$1', 3}]}]]);
gen(tracems, _) ->
    one([[{['$1', '_'], [], [{return_trace}]}], [{'_', [], [{message, false}]}], [{['$1'], [{'>', '$1', 0}], [{message, '$1'}]}], [{['$1', '$2'], [{'==', '$1', '$2'}], []}], [{'_', [], [true]}], [{'_', [], []}], a]);
gen(mskind, _) -> one([table, table, table, trace, nosuch]);
gen(etspattern, Env) -> one(['$1', '_', {'$1', '$2'}, {'$1', '_'}, {'$2', '$1', '_'}, {'_', '$1', '$1'}, {gen(key, Env), '$1'}, {1, '_'}, {'$0', '$100'}, {{t, '$1'}, '$2', '_'}, a, {'$1', '$2', '$3', '$4'}]);
gen(msref, Env) -> maps:get(one([msref, msref, ref]), Env);
gen(table, Env) -> one([bif_otab, maps:get(set, Env), maps:get(bag, Env), maps:get(dbag, Env), nosuch_table, maps:get(ref, Env)]);
gen(otab, Env) -> one([maps:get(otab, Env), bif_otab, bif_otab, bif_otab, nosuch_table]);
gen(etsname, _) -> one([tab_a, tab_b, bif_otab, "x"]);
gen(etsopts, _) -> [one([set, ordered_set, bag, duplicate_bag, named_table, public, private, protected, {keypos, 1}, {keypos, 2}, {keypos, 0}, compressed, {read_concurrency, true}, {write_concurrency, true}, {heir, none}, nosuch, {decentralized_counters, true}]) || _ <- lists:seq(1, r(4))];
gen(etsobj, Env) -> one([{gen(key, Env), gen(val, Env)}, {gen(key, Env), gen(small, Env)}, {gen(key, Env), 5, x}, {gen(key, Env)}, {}, [{gen(key, Env), 1}, {gen(key, Env), 2}], [], [a], a]);
%% Never {}: a default object of no elements crashes OTP 25 and 27.
gen(etsdef, Env) -> one([{gen(key, Env), gen(val, Env)}, {gen(key, Env), gen(small, Env)}, {gen(key, Env), 5, x}, {gen(key, Env)}, [{a, 1}], a, 5, <<>>]);
gen(etsitem, _) -> one([type, size, keypos, protection, name, named_table, heir, compressed, read_concurrency, owner, nosuch, binary]);
gen(limit, _) -> one([1, 2, 3, 100, 0, -1, a]);
gen(cont, _) -> one(['$end_of_table', a, {a, b}, []]);
gen(updop, _) -> one([1, -1, 5, {2, 1}, {2, -100}, {2, 1, 30, 0}, {2, -1, 0, 9}, {3, 1}, {1, 1}, {9, 1}, [{2, 1}, {2, 1}], [{2, 5}, {2, 1, 3, 0}], [], a, 1.0, {2, 1 bsl 64}]);
gen(updelem, _) -> one([{2, new}, {2, 5}, {3, x}, {1, k}, {9, x}, [{2, 1}, {3, 2}], [], a, {0, a}]);
gen(etsopt, _) -> one([{heir, none}, {heir, none}, [], {protection, public}, nosuch, {heir, a, b}]);
gen(ptkey, _) -> {bif_gen, one([a, 1, "s"])};
%% Never empty: an offset past the end of the subject ends the calling process on OTP, uncaught.
gen(repat, _) ->
    one(["a", "abc", "a*", "(a)(b)?", "[a-c]+", "^a.c$", "(?<n>b+)", "\\d+", "\\w+\\s*", "a|b|", "(a|ab)(c|bcd)", "x{2,3}", "(?i)ABC", "[[:alpha:]]+", "(?=b)b", "(?<!a)b", "\\bh", "(", "[", "a{", "*a", "(?P<n>a)\\1",
         <<"a+?b">>, <<"(.)\\1">>, ".", "\\x{e4}", "(?:ab)+", "\\R", "(a)|(b)|(c)", "[^a]", "$", "", a, 5]);
gen(restr, Env) -> one(["abc", "aabbcc", "hello world", "xxabcxx", "ABC", <<"abab">>, <<"12 345 6">>, "line1\nline2", <<"x", (gen(bytes, Env))/binary>>, [$y | gen(str, Env)], a, {b}]);
gen(reopts, _) ->
    [one([global, {capture, all}, {capture, none}, {capture, first}, {capture, all, list}, {capture, all, binary}, {capture, all_but_first, index}, {capture, [1], list}, {capture, ["n"], binary}, {capture, [n, 0], list}, caseless, multiline, dotall, anchored, extended,
          {offset, 1}, {offset, -1}, notbol, noteol, notempty, ungreedy, dollar_endonly, firstline, unicode, {newline, cr}, {newline, any}, nosuch, report_errors, {match_limit, 100000}]) || _ <- lists:seq(1, r(3))];
gen(recompopts, _) -> [one([caseless, multiline, dotall, anchored, extended, ungreedy, dollar_endonly, firstline, unicode, {newline, lf}, dupnames, no_auto_capture, nosuch]) || _ <- lists:seq(1, r(3))];
gen(recompiled, _) -> one(["abc", element(2, re:compile("(?<x>a)(?<b>b)")), element(2, re:compile("a")), a]);
gen(namelist, _) -> one([namelist, nosuch]);
gen(posrange, _) -> one([1, 2, 10, 100, 65536, 1 bsl 20, 1 bsl 27, 1 bsl 32, (1 bsl 32) - 1, (1 bsl 32) + 1, 0, -1, 1 bsl 70, a]);
gen(boolbit, _) -> one([0, 1, 2, -1, a]);
gen(limitundef, _) -> one([undefined, undefined, 0, 1, 5, 20, 1000, -1, a]);
gen(undef, _) -> one([undefined, undefined, a]);
gen(etsobjs, Env) -> [one([{1, 2}, {2, 3}, {a, 5}, {b}, gen(etsobj, Env)]) || _ <- lists:seq(1, r(5))].

to_bin(L) -> list_to_binary([C band 255 || C <- L]).

val(0, Env) -> leaf(Env);
val(D, Env) ->
    case r(9) of
        0 -> [val(D - 1, Env) || _ <- lists:seq(1, r(4))];
        1 -> list_to_tuple([val(D - 1, Env) || _ <- lists:seq(1, r(4))]);
        2 -> maps:from_list([{val(D - 1, Env), val(D - 1, Env)} || _ <- lists:seq(1, r(4))]);
        _ -> leaf(Env)
    end.

leaf(Env) -> gen(one([int, int, small, float, atom, atom, bytes, str, bits, big]), Env).

%% Terms whose external format does not depend on the order of a map's keys.
flat(0, Env) -> leaf(Env);
flat(D, Env) ->
    case r(9) of
        0 -> [flat(D - 1, Env) || _ <- lists:seq(1, r(4))];
        1 -> list_to_tuple([flat(D - 1, Env) || _ <- lists:seq(1, r(4))]);
        2 -> maps:from_list([{I, flat(D - 1, Env)} || I <- lists:seq(1, r(4))]);
        3 -> one([fun lists:map/2, [a | b], lists:duplicate(r(20), r(256)), list_to_tuple(lists:seq(1, r(300)))]);
        _ -> leaf(Env)
    end.

iolist(0, Env) -> gen(one([byte, bytes]), Env);
iolist(D, Env) ->
    case r(8) of
        0 -> gen(bytes, Env);
        1 -> [iolist(D - 1, Env) | gen(bytes, Env)];
        2 -> [iolist(D - 1, Env), gen(one([byte, byte, byte, int, atom, bits]), Env)];
        _ -> [iolist(D - 1, Env) || _ <- lists:seq(1, r(5))]
    end.

chardata(0, Env) -> gen(one([byte, bytes, char, str]), Env);
chardata(D, Env) ->
    case r(7) of
        0 -> gen(bytes, Env);
        1 -> [chardata(D - 1, Env) | gen(bytes, Env)];
        2 -> [$a, gen(char, Env)];
        3 -> gen(str, Env);
        _ -> [chardata(D - 1, Env) || _ <- lists:seq(1, r(4))]
    end.

%% One byte changed, the end cut off or something added.
mutated(B) ->
    N = r(byte_size(B)),
    <<A:N/binary, C, Z/binary>> = B,
    case r(3) of
        0 -> <<A/binary, (C bxor (1 bsl r(8))), Z/binary>>;
        1 -> A;
        2 -> <<B/binary, C>>
    end.
