%% call_memory: words that functions of several kinds allocate, as OTP counts them on 64-bit machines
%% since-release: 27
%% release-dependent: a fun has a word less in OTP 29
-module(trace_memory).
-export([main/0, pairs/1, nine/1, seq/2, up/1, comp/1, small_map/1, update_map/1, assoc_map/1, key_map/2, floats/2,
         float_loop/2, bigs/1, small/1, fun0/0, fun1/1, fun3/3, heap_bin/1, large_bin/1, part/1, parts/1, append/1,
         bin_comp/1, match/1, tail/1, words_of/1, upper/0, middle/1, lower/1, receiver/0, receive_two/0, fact/1,
         sum/1, collected/1, reverse/2, record/1, set_record/2, catcher/1, dictionary/1, table/2, refs/0, strings/1,
         deep/2, initial/2, apply_bif/3, again/2, sort/1, through_fun/2, iolist/1, lookup/2, external/1, tuples/1,
         from_list/1, put_map/1, to_list/1, exact/2, worker/0, spawned/1, more_keys/1, subtract/2, multiply/1,
         remainder/1, append_twice/1, raised/1, failed/1, bad_match/1, no_clause/1, exits/1, add_atom/1, no_key/1, bad_bin/1,
         trace_of/1, caught_exit/1, match_loop/1, map_comp/1, ref_message/0, get_all/0, in_place/1]).

-record(r, {a, b, c}).

main() ->
    %% So that words are counted all the time.
    erlang:trace_pattern({?MODULE, main, 0}, true, [call_memory]),
    Self = self(),
    erlang:trace(Self, true, [call]),
    T = ets:new(t, []),
    ets:insert(T, {k, [1, 2, 3], {a, b}}),
    put(key, lists:seq(1, 3)),
    Bin = binary:copy(<<"0123456789">>, 100),
    [words(F, A) || {F, A} <- [
        {pairs, [1]}, {nine, [x]}, {seq, [1, 10]}, {up, [lists:seq(1, 7)]}, {comp, [lists:seq(1, 7)]},
        {small_map, [1]}, {update_map, [#{a => 1, b => 2}]}, {assoc_map, [#{a => 1, b => 2}]}, {key_map, [k, v]},
        {exact, [#{a => 1, b => 2, c => 3}, 7]},
        {put_map, [#{a => 1, c => 2}]}, {from_list, [[{a, 1}, {b, 2}]]}, {to_list, [#{a => 1, b => 2}]},
        {floats, [1.5, 2]}, {float_loop, [10, 0.5]}, {bigs, [1 bsl 70]}, {small, [1 bsl 58]},
        {fun0, []}, {fun1, [x]}, {fun3, [1, 2, 3]},
        {heap_bin, [7]}, {large_bin, [7]}, {part, [Bin]}, {parts, [Bin]}, {append, [5]}, {bin_comp, [10]},
        {match, [Bin]}, {tail, [Bin]}, {words_of, [<<"a bc def">>]},
        {upper, []}, {fact, [30]}, {sum, [lists:seq(1, 9)]}, {collected, [6]}, {reverse, [lists:seq(1, 5), [x]]},
        {record, [1]}, {set_record, [#r{a = 1, b = Bin}, 2]}, {catcher, [x]}, {dictionary, [x]}, {table, [T, k]}, {lookup, [T, k]},
        {refs, []}, {strings, [1234]}, {deep, [4, []]}, {apply_bif, [lists, reverse, [[1, 2, 3]]]},
        {again, [fun pairs/1, 3]}, {sort, [[3, 1, 2]]}, {through_fun, [fun(X) -> {X, X} end, 1]},
        {iolist, [["ab", <<"cd">>]]}, {external, [{a, 1.0, [b]}]}, {tuples, [3]},
        {more_keys, [#{a => 1, z => 1}]}, {more_keys, [#{x => 1}]}, {more_keys, [#{a => 1, b => 2}]}, {subtract, [[1, 2, 3], [1]]},
        {multiply, [1 bsl 70]}, {remainder, [1 bsl 70]}, {append_twice, [<<"ab">>]}, {match_loop, [<<1, 2, 3>>]}, {map_comp, [[1, 2]]},
        {raised, [x]}, {failed, [x]}, {bad_match, [x]}, {no_clause, [x]}, {exits, [x]}, {add_atom, [x]}, {no_key, [#{a => 1}]},
        {bad_bin, [x]}, {trace_of, [x]}, {caught_exit, [x]}, {ref_message, []}, {get_all, []}, {in_place, [1]}
    ]],
    %% Each function for itself.
    on(all()),
    upper(),
    sum(lists:seq(1, 9)),
    show([upper, middle, lower, sum]),
    off(all()),
    messages(),
    spawns(),
    pause(),
    both(),
    erlang:trace(Self, false, [all]),
    ok.

all() -> [{F, A} || {F, A} <- ?MODULE:module_info(exports), F =/= main, F =/= module_info].

on(L) -> [erlang:trace_pattern({?MODULE, F, A}, true, [call_memory]) || {F, A} <- L].
off(L) -> [erlang:trace_pattern({?MODULE, F, A}, false, [call_memory]) || {F, A} <- L].

show(Names) ->
    Found = [{F, call_memory(F, A)} || N <- Names, {F, A} <- all(), F =:= N],
    io:format("~p~n", [Found]).

call_memory(F, A) ->
    {call_memory, L} = erlang:trace_info({?MODULE, F, A}, call_memory),
    case L of
        false -> false;
        _ -> lists:sort([{N, W} || {_, N, W} <- L])
    end.

%% What one call takes, and that the second takes as much.
words(F, Args) ->
    A = length(Args),
    1 = erlang:trace_pattern({?MODULE, F, A}, true, [call_memory]),
    apply(?MODULE, F, Args),
    First = call_memory(F, A),
    erlang:garbage_collect(),
    apply(?MODULE, F, Args),
    io:format("~p ~p ~p~n", [F, First, call_memory(F, A)]),
    1 = erlang:trace_pattern({?MODULE, F, A}, false, [call_memory]).

pairs(X) -> {X, X}.
nine(X) -> {1, 2, 3, 4, X, 6, 7, 8, 9}.
seq(A, B) -> lists:seq(A, B).
up([H | T]) -> [H + 1 | up(T)];
up([]) -> [].
comp(L) -> [X * 2 || X <- L, X > 2].
small_map(X) -> #{a => X, b => X}.
update_map(M) -> M#{a := 5}.
assoc_map(M) -> M#{z => 5}.
key_map(K, V) -> #{K => V, a => V}.
exact(M, V) -> M#{a := V, b := V}.
put_map(M) -> maps:put(b, 3, M).
from_list(L) -> maps:from_list(L).
to_list(M) -> maps:to_list(M).
floats(X, Y) -> {X * 2.0, X + Y}.
float_loop(0, F) -> F;
float_loop(N, F) -> float_loop(N - 1, F * 1.5 + 0.25).
bigs(N) -> N * 3 + 1.
small(N) -> N + N div 2.
fun0() -> fun() -> ok end.
fun1(X) -> fun() -> X end.
fun3(X, Y, Z) -> fun(W) -> {W, X, Y, Z} end.
heap_bin(X) -> <<X, 1, 2, 3, 4, 5, 6, 7, X>>.
large_bin(X) -> <<X:800>>.
part(B) -> binary:part(B, 1, 100).
parts(<<A:10/binary, B:100/binary, _/binary>>) -> {A, B}.
append(N) -> append(N, <<>>).
append(0, B) -> B;
append(N, B) -> append(N - 1, <<B/binary, N>>).
bin_comp(N) -> << <<X:16>> || X <- lists:seq(1, N) >>.
match(<<A:8, B:16, C:64, D:64/float, _/binary>>) -> A + B + C rem 2 + size(float_to_binary(D)).
tail(<<_, T/binary>>) -> T.
words_of(B) -> binary:split(B, <<" ">>, [global]).
upper() ->
    A = pair(x),
    B = middle(A),
    {1, 2, B, A, lists:seq(1, 2)}.
pair(X) -> {X, self()}.
middle(A) ->
    B = pair(A),
    lower(8),
    B.
lower(N) -> lists:seq(1, N).
fact(0) -> 1;
fact(N) -> N * fact(N - 1).
sum([X | T]) -> {S, N} = sum(T), {S + X, N + 1};
sum([]) -> {0, 0}.
collected(N) ->
    L = lists:seq(1, N),
    erlang:garbage_collect(),
    {L, length(L)}.
reverse(L, T) -> lists:reverse(L, T).
record(X) -> #r{a = X}.
set_record(R, X) -> (R#r{a = X})#r{b = X, c = X}.
catcher(X) -> catch throw(X).
dictionary(X) -> {put(new, X), get(key), erase(new)}.
table(T, K) -> ets:lookup(T, K).
lookup(T, K) -> ets:lookup_element(T, K, 2).
refs() -> make_ref().
strings(N) -> {integer_to_list(N), integer_to_binary(N), atom_to_list(abc)}.
deep(0, Acc) -> Acc;
deep(N, Acc) -> deep(N - 1, [{N, Acc} | Acc]).
apply_bif(M, F, A) -> apply(M, F, A).
again(_, 0) -> [];
again(F, N) -> [F(N) | again(F, N - 1)].
sort(L) -> lists:sort(L).
through_fun(F, X) -> F(X).
iolist(L) -> iolist_to_binary(L).
external(T) -> binary_to_term(term_to_binary(T)).
tuples(N) -> {list_to_tuple([N, N]), setelement(1, {x, N}, y), tuple_to_list({N, 2}), erlang:make_tuple(4, N),
              erlang:append_element({N}, 1)}.

more_keys(M) -> M#{a => 1, b => 2}.
subtract(A, B) -> A -- B.
multiply(X) -> {X * X + 1, X * X - 1}.
remainder(X) -> {X rem 7, X div 11}.
append_twice(B) ->
    C = <<B/binary, 1>>,
    {<<C/binary, 2>>, <<C/binary, 3>>}.
match_loop(<<X:4, R/bits>>) -> [X | match_loop(R)];
match_loop(<<>>) -> [].
map_comp(L) -> #{X => X + 1 || X <- L}.
raised(X) -> try error({X, X}) catch error:Y -> Y end.
failed(X) -> try atom_to_list([X]) catch error:Y -> Y end.
bad_match(X) -> try a = X catch error:Y -> Y end.
no_clause(X) -> try clause(X, X) catch error:Y -> Y end.
clause(a, b) -> ok.
exits(X) -> try exit(X) catch exit:Y -> Y end.
add_atom(X) -> try X + 1 catch error:Y -> Y end.
no_key(M) -> try {M#{x := 1}, maps:get(x, M)} catch error:Y -> Y end.
bad_bin(X) -> try <<X:8>> catch error:Y -> Y end.
trace_of(X) -> try error(X) catch error:Y:S -> {Y, hd(S)} end.
caught_exit(X) -> {catch exit(X), catch throw(X)}.
ref_message() ->
    R = make_ref(),
    self() ! {R, [a]},
    receive {R, L} -> L end.
get_all() -> length(get()).
in_place(X) -> update(setelement(2, {r, a, b}, X), X).
update(R, X) -> setelement(3, R, X).

%% -- Messages count when they are received.

receiver() -> receive M -> M end.
receive_two() -> {receive {a, X} -> X end, receive {b, Y} -> Y end}.

messages() ->
    L = [{receiver, 0}, {receive_two, 0}],
    on(L),
    Main = self(),
    erlang:trace(Main, true, [call, set_on_spawn]),
    P = spawn(?MODULE, worker, []),
    Send = fun(M) -> P ! M end,
    Step = fun(F) ->
        Send({go, F, Main}),
        receive {P, done} -> ok end
    end,
    Send(lists:seq(1, 4)),
    timer:sleep(50),
    show([receiver]),
    Step(receiver),
    show([receiver]),
    %% Sent while it waits.
    Send({go, receiver, Main}),
    timer:sleep(50),
    Send({pair(a), 1.5, 1 bsl 80, list_to_binary("abcdefghijklmnop")}),
    receive {P, done} -> ok end,
    show([receiver]),
    %% An immediate, and in another order.
    Send({go, receiver, Main}),
    timer:sleep(50),
    Send(hello),
    receive {P, done} -> ok end,
    Send({go, receive_two, Main}),
    timer:sleep(50),
    Send({b, lists:seq(1, 3)}),
    Send({a, {1, 2, self()}}),
    receive {P, done} -> ok end,
    show([receiver, receive_two]),
    erlang:trace(Main, false, [set_on_spawn]),
    off(L),
    P ! stop.

worker() ->
    receive
        {go, F, From} ->
            ?MODULE:F(),
            From ! {self(), done},
            worker();
        stop -> ok
    end.

%% -- A new process begins with its arguments.

spawns() ->
    on([{initial, 2}, {spawned, 1}]),
    erlang:trace(self(), true, [call, set_on_spawn]),
    run(fun(L) -> spawn_monitor(?MODULE, initial, [L, {L, 1}]) end),
    run(fun(_) -> spawn_monitor(?MODULE, initial, [a, b]) end),
    show([initial]),
    run(fun(L) -> spawn_monitor(fun() -> spawned(L) end) end),
    show([spawned]),
    erlang:trace_pattern({erlang, apply, 2}, true, [call_memory]),
    run(fun(L) -> spawn_monitor(fun() -> spawned(L) end) end),
    run(fun(_) -> spawn_monitor(fun() -> ok end) end),
    {call_memory, Applied} = erlang:trace_info({erlang, apply, 2}, call_memory),
    io:format("~p~n", [lists:sort([{N, W} || {_, N, W} <- Applied])]),
    show([spawned]),
    erlang:trace_pattern({erlang, apply, 2}, false, [call_memory]),
    erlang:trace(self(), false, [set_on_spawn]),
    off([{initial, 2}, {spawned, 1}]).

run(F) ->
    {P, R} = F(lists:seq(1, 16)),
    receive {'DOWN', R, process, P, normal} -> ok end.

initial(A, B) -> [A, B].
spawned(L) -> {L}.

%% -- Pausing and starting anew.

pause() ->
    on([{pairs, 1}]),
    pairs(1),
    erlang:trace_pattern({?MODULE, pairs, 1}, pause, [call_memory]),
    pairs(2),
    show([pairs]),
    erlang:trace_pattern({?MODULE, pairs, 1}, restart, [call_memory]),
    show([pairs]),
    pairs(3),
    show([pairs]),
    off([{pairs, 1}]),
    show([pairs]).

%% -- With call_time, and in two sessions.

both() ->
    erlang:trace_pattern({?MODULE, upper, 0}, true, [call_memory, call_time]),
    erlang:trace_pattern({?MODULE, lower, 1}, true, [call_time]),
    upper(),
    show([upper]),
    {call_time, [{_, N, _, _}]} = erlang:trace_info({?MODULE, lower, 1}, call_time),
    io:format("~p~n", [N]),
    S = trace:session_create(other, self(), []),
    trace:process(S, self(), true, [call]),
    trace:function(S, {?MODULE, lower, 1}, true, [call_memory]),
    upper(),
    show([upper]),
    {call_memory, [{_, 1, W}]} = trace:info(S, {?MODULE, lower, 1}, call_memory),
    io:format("~p~n", [W]),
    trace:session_destroy(S),
    upper(),
    show([upper]),
    erlang:trace_pattern({?MODULE, '_', '_'}, false, [call_memory, call_time]).
