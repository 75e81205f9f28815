%% A supervised server that uses what the language has: what test/pack/aot.test.ts packs with and without --aot.
-module(ahead).
-behaviour(supervisor).
-export([main/0, init/1, load/1, trace/0]).
-record(point, {x = 0, y = 0}).

main() ->
    {ok, Sup} = supervisor:start_link(?MODULE, []),
    unlink(Sup),
    show(server, [ahead_server:add(N) || N <- [1, 2, 3]]),
    show(crash, catch ahead_server:crash(oops)),
    show(again, ahead_server:add(5)),
    exit(Sup, shutdown),
    show(deep, [sum(lists:seq(1, 100000)), length(copy(lists:seq(1, 100000))), ackermann(2, 50)]),
    show(preempted, preempted(4)),
    show(received, selective()),
    show(timeout, receive nothing -> nothing after 5 -> late end),
    show(exceptions, [attempt(F) || F <- failures()]),
    show(order, [after_order(How) || How <- [return, throw, error]]),
    show(comprehended, {[{X, Y} || X <- [1, 2, 3], Y <- "ab", X =/= 2], << <<(B + 1)>> || <<B>> <= <<"HAL">> >>,
                        #{K => V * 2 || K := V <- #{1 => 1, 2 => 2}}}),
    show(matched, [matched(B) || B <- [<<1, 2, 3:16, "rest">>, <<9>>, <<0, 0.5/float>>, <<3:3>>]]),
    show(floats, {mean([1.5, 2.5, 3.0]), mean([1, 2, 3]), round(1.0e20)}),
    show(big, [factorial(N) || N <- [5, 25]]),
    show(data, [(id(#point{y = 2}))#point{x = 1}, #{{key, 1} => <<"v">>}, named(<<"zwei">>), named(drei), named(4.0)]),
    show(funs, applied(fun(X) -> fun(Y) -> {X, Y, fun ?MODULE:load/1} end end)),
    show(caught, [catch throw(ball), catch exit(done), catch id(value)]),
    ok.

show(What, Value) -> io:format("~p: ~tp~n", [What, Value]).

init([]) ->
    {ok, {#{strategy => one_for_one}, [#{id => server, start => {ahead_server, start_link, []}}]}}.

sum([]) -> 0;
sum([H | T]) -> H + sum(T).

copy([H | T]) -> [id(H) | copy(T)];
copy([]) -> [].

ackermann(0, N) -> N + 1;
ackermann(M, 0) -> ackermann(M - 1, 1);
ackermann(M, N) -> ackermann(M - 1, ackermann(M, N - 1)).

id(X) -> X.

%% Each computes for several time slices, with frames on the stack when they are over.
preempted(Processes) ->
    Self = self(),
    Pids = [spawn_link(fun() -> Self ! {self(), fib(19 + N)} end) || N <- lists:seq(1, Processes)],
    [receive {Pid, Fib} -> Fib end || Pid <- Pids].

fib(N) when N < 2 -> N;
fib(N) -> fib(N - 1) + fib(N - 2).

selective() ->
    Self = self(),
    spawn_link(fun() -> [Self ! {N, N * N} || N <- [3, 1, 2]], Self ! stop end),
    receive stop -> [receive {N, Square} -> Square end || N <- [1, 2, 3]] end.

failures() ->
    [fun() -> id(1) + id(a) end, fun() -> {ok, _} = id(error) end, fun() -> case id(1) of 2 -> two end end,
     fun() -> throw({ball, 1}) end, fun() -> exit(gone) end, fun() -> erlang:error(bad, [arg]) end, fun() -> no:such() end,
     fun() -> named(#{}) end, fun() -> (id(5))(1) end, fun() -> sum([1, 2 | x]) end, fun() -> nested(3) end].

attempt(F) ->
    try F() of
        Value -> {value, Value}
    catch
        throw:Ball -> {thrown, Ball};
        Class:Reason:Stack -> {Class, Reason, [{M, N, if is_list(A) -> length(A); true -> A end} || {M, N, A, _} <- Stack]}
    after
        put(attempts, 1 + case get(attempts) of undefined -> 0; N -> N end)
    end.

nested(0) -> error({attempts, get(attempts)});
nested(N) -> try nested(N - 1) catch error:{What, M} -> error({What, M, N}) end.

after_order(How) ->
    put(order, []),
    note(How, catch try note(How, body), leave(How) after note(How, cleaned) end),
    lists:reverse(get(order)).

note(How, What) -> put(order, [{How, ended(What)} | get(order)]).
ended({'EXIT', {Reason, _}}) -> Reason;
ended(What) -> What.
leave(return) -> returned;
leave(throw) -> throw(thrown);
leave(error) -> error(failed).

matched(<<A, B, C:16, Rest/binary>>) -> {A, B, C, Rest};
matched(<<0, F/float>>) -> {float, F};
matched(<<A>>) -> A;
matched(Bits) -> bit_size(Bits).

mean(L) -> mean(L, 0.0, 0).
mean([], Sum, N) -> Sum / N;
mean([H | T], Sum, N) -> mean(T, Sum + H, N + 1).

factorial(0) -> 1;
factorial(N) -> N * factorial(N - 1).

named(<<"eins">>) -> 1;
named(<<"zwei">>) -> 2;
named(drei) -> 3;
named(4.0) -> four.

applied(F) -> lists:map(fun(X) -> ((id(F))(X))(X + 1) end, lists:seq(1, 20)).

load(Bytes) -> code:load_binary(later, "later.beam", Bytes).

trace() -> erlang:trace_pattern({?MODULE, '_', '_'}, true, [local]).
