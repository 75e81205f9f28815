%% A handler for gen_event that keeps what it hears.
-module(listener).
-behaviour(gen_event).
-export([init/1, handle_event/2, handle_call/2, terminate/2]).

init({[Name], Kept}) -> {ok, {Name, [{kept, Kept}]}};
init([Name]) -> {ok, {Name, []}}.
handle_event(crash, {b, _}) -> error(boom);
handle_event(E, {Name, Seen}) -> {ok, {Name, [E | Seen]}}.
handle_call(get, State) -> {ok, State, State}.
terminate(Why, {Name, Seen}) -> {Why, Name, length(Seen)}.
