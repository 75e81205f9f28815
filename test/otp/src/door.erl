%% The code lock of the guide to gen_statem, with state enter calls, timeouts and postponed events.
-module(door).
-behaviour(gen_statem).
-export([init/1, callback_mode/0, handle_event/4, terminate/3]).

callback_mode() -> [handle_event_function, state_enter].

init({open, Code}) -> {ok, locked, #{code => Code, left => Code, log => []}}.

handle_event(enter, Old, State, #{log := Log} = D) when State =:= locked ->
    {keep_state, D#{log := [{Old, State} | Log], left := maps:get(code, D)}};
handle_event(enter, Old, State, #{log := Log} = D) ->
    {keep_state, D#{log := [{Old, State} | Log]}, [{state_timeout, 50, lock}]};
handle_event(cast, {button, B}, locked, #{left := [B]} = D) -> {next_state, open, D};
handle_event(cast, {button, B}, locked, #{left := [B | Rest]} = D) -> {keep_state, D#{left := Rest}};
handle_event(cast, {button, _}, locked, #{code := Code} = D) -> {keep_state, D#{left := Code}};
handle_event(cast, {button, _}, open, _) -> {keep_state_and_data, [postpone]};
handle_event(state_timeout, lock, open, D) -> {next_state, locked, D};
handle_event({call, From}, state, State, _) -> {keep_state_and_data, [{reply, From, State}]};
handle_event({call, From}, log, _, #{log := Log}) -> {keep_state_and_data, [{reply, From, lists:reverse(Log)}]}.

terminate(Reason, State, _) -> io:format("door ends ~p ~p~n", [Reason, State]).
