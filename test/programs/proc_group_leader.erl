%% the group leader is inherited and can be changed
-module(proc_group_leader).
-export([main/0]).
-import(prog, [id/1, show/2]).

main() ->
    Me = self(),
    GL = group_leader(),
    io:format("~p~n", [is_pid(GL)]),
    P = spawn(fun() -> Me ! {gl, group_leader()} end),
    receive {gl, G} -> io:format("~p ~p~n", [G =:= GL, is_pid(P)]) end,
    Fake = spawn(fun() -> fake(Me) end),
    spawn(fun() -> group_leader(Fake, self()), io:format("to the fake ~p", [x]), Me ! printed end),
    receive {fake, Chars} -> io:format("fake got ~p~n", [Chars]) end,
    receive printed -> ok end,
    Q = spawn(fun() -> receive go -> Me ! {gl2, group_leader()} end end),
    io:format("~p~n", [group_leader(Fake, Q)]),
    Q ! go,
    receive {gl2, G2} -> io:format("~p~n", [G2 =:= Fake]) end,
    show("bad", fun() -> group_leader(id(a), self()) end).

fake(Me) ->
    receive
        {io_request, From, Ref, Req} ->
            Chars = case Req of
                        {put_chars, unicode, M, F, A} -> lists:flatten(apply(M, F, A));
                        {put_chars, unicode, C} -> unicode:characters_to_list(C)
                    end,
            Me ! {fake, Chars},
            From ! {io_reply, Ref, ok},
            fake(Me)
    end.
