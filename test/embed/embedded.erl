%% What JavaScript calls in test/embed/*.test.ts.
-module(embedded).
-compile([export_all, nowarn_export_all]).

same(X) -> X.

shapes() -> [1, 1.5, 1 bsl 70, ok, true, undefined, null, <<"text">>, <<255>>, <<5:3>>, "list", {a, {}}, [a | b], #{k => [v]}].

text(Term) -> iolist_to_binary(io_lib:format("~0tp", [Term])).

fail(error) -> error({bad, <<"thing">>});
fail(exit) -> exit(gone);
fail(throw) -> throw(ball).

adder(N) -> fun(M) -> N + M end.

exported() -> fun lists:reverse/1.

loop() -> loop().

wait() -> receive X -> X end.

echo() ->
    receive
        {From, X} -> From ! {self(), X}, echo();
        stop -> bye
    end.

registered_echo(Name) ->
    register(Name, self()),
    echo().

burst(To, N) ->
    [To ! I || I <- lists:seq(1, N)],
    N.

deep(0) -> [];
deep(N) -> [deep(N - 1)].

hoard(L) -> hoard([lists:seq(1, 1000) | L]).

flood(To) -> [To ! x || _ <- lists:seq(1, 100)], flood(To).

atoms(N) -> [list_to_atom("atom_" ++ integer_to_list(I)) || I <- lists:seq(1, N)], ok.

processes(N) -> [spawn(fun wait/0) || _ <- lists:seq(1, N)], ok.

say(Text) -> io:format("~ts~n", [Text]).

crash() -> spawn(fun() -> error(oops) end).

%% Looks at its messages and takes none.
full() -> receive never -> ok end.

wait_for_ever() -> receive never -> ok after infinity -> ok end.
