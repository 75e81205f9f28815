%% multi_call-free parts: handle_continue from init, hibernation, abcast, reply from another process, timeouts
-module(otp_gen_server_features).
-export([main/0]).
-export([init/1, handle_continue/2, handle_call/3, handle_cast/2, handle_info/2, terminate/2]).

main() ->
    {ok, S} = gen_server:start_link({local, feature_server}, ?MODULE, self(), []),
    receive {continued, Order} -> io:format("~p~n", [Order]) end,
    io:format("~p~n", [gen_server:call(feature_server, hibernate)]),
    io:format("~p~n", [gen_server:call(S, after_hibernate)]),
    io:format("~p~n", [gen_server:call(S, delegate)]),
    io:format("~p~n", [gen_server:abcast(feature_server, {note, 1})]),
    io:format("~p~n", [gen_server:call({feature_server, node()}, notes)]),
    R = gen_server:send_request(S, slow),
    io:format("~p~n", [gen_server:call(S, notes)]),
    S ! release,
    io:format("~p~n", [gen_server:wait_response(R, 1000)]),
    R2 = gen_server:send_request(S, never),
    io:format("~p~n", [gen_server:wait_response(R2, 10)]),
    io:format("~p~n", [gen_server:multi_call([node()], feature_server, notes)]),
    io:format("~p~n", [gen_server:stop(S, normal, 1000)]),
    receive {terminated, Why} -> io:format("~p~n", [Why]) end,
    io:format("~p~n", [whereis(feature_server)]).

init(P) ->
    process_flag(trap_exit, true),
    {ok, #{p => P, notes => [], order => [init]}, {continue, more}}.

handle_continue(more, #{p := P, order := O} = S) ->
    P ! {continued, lists:reverse([continue | O])},
    {noreply, S}.

handle_call(hibernate, _, S) -> {reply, going_to_sleep, S, hibernate};
handle_call(after_hibernate, _, S) -> {reply, awake, S};
handle_call(delegate, From, S) -> spawn(fun() -> gen_server:reply(From, from_helper) end), {noreply, S};
handle_call(notes, _, #{notes := N} = S) -> {reply, lists:reverse(N), S};
handle_call(slow, From, S) -> {noreply, S#{waiting => From}};
handle_call(never, _, S) -> {noreply, S}.

handle_cast({note, N}, #{notes := L} = S) -> {noreply, S#{notes := [N | L]}}.

handle_info(release, #{waiting := F} = S) -> gen_server:reply(F, released), {noreply, maps:remove(waiting, S)}.

terminate(R, #{p := P}) -> P ! {terminated, R}.
