%% publish and subscribe with gen_event and monitors
-module(otp_pubsub).
-export([main/0]).
-export([init/1, handle_event/2, handle_call/2, handle_info/2, terminate/2]).

main() ->
    {ok, Bus} = gen_event:start(),
    Me = self(),
    Subs = [spawn_link(fun() -> gen_event:add_sup_handler(Bus, {?MODULE, I}, {self(), I}), Me ! {ready, I}, sub(I, Me, []) end) || I <- [1, 2, 3]],
    [receive {ready, I} -> ok end || I <- [1, 2, 3]],
    [gen_event:sync_notify(Bus, E) || E <- [{topic, 1, a}, {topic, 2, b}, {all, c}, {topic, 9, d}]],
    [S ! dump || S <- Subs],
    io:format("~p~n", [lists:sort([receive {dump, I, L} -> {I, L} end || _ <- Subs])]),
    unlink(hd(Subs)),
    exit(hd(Subs), kill),
    receive after 20 -> ok end,
    io:format("~p~n", [lists:sort(gen_event:which_handlers(Bus))]),
    gen_event:sync_notify(Bus, {all, e}),
    [S ! dump || S <- tl(Subs)],
    io:format("~p~n", [lists:sort([receive {dump, I, L} -> {I, L} end || _ <- tl(Subs)])]),
    [unlink(S) || S <- Subs],
    gen_event:stop(Bus).

sub(I, Me, L) ->
    receive
        {event, E} -> sub(I, Me, [E | L]);
        dump -> Me ! {dump, I, lists:reverse(L)}, sub(I, Me, L);
        _ -> sub(I, Me, L)
    end.

init({P, I}) -> {ok, {P, I}}.
handle_event({topic, T, X}, {P, I} = S) when T =:= I -> P ! {event, X}, {ok, S};
handle_event({topic, _, _}, S) -> {ok, S};
handle_event({all, X}, {P, _} = S) -> P ! {event, X}, {ok, S}.
handle_call(_, S) -> {ok, ok, S}.
handle_info(_, S) -> {ok, S}.
terminate(_, _) -> ok.
