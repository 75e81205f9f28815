%% a door as a gen_statem with state functions, timeouts and postponed events
-module(otp_gen_statem).
-export([main/0]).
-export([init/1, callback_mode/0, locked/3, open/3, terminate/3]).

main() ->
    {ok, D} = gen_statem:start_link(?MODULE, {"123", self()}, []),
    [gen_statem:cast(D, {button, B}) || B <- "12"],
    io:format("~p~n", [gen_statem:call(D, state)]),
    gen_statem:cast(D, {button, $3}),
    io:format("~p~n", [gen_statem:call(D, state)]),
    receive M -> io:format("~p~n", [M]) end,
    receive M2 -> io:format("~p~n", [M2]) end,
    [gen_statem:cast(D, {button, B}) || B <- "999"],
    io:format("~p~n", [gen_statem:call(D, state)]),
    [gen_statem:cast(D, {button, B}) || B <- "123"],
    gen_statem:cast(D, {button, $1}),
    io:format("~p~n", [gen_statem:call(D, state)]),
    receive M3 -> io:format("~p~n", [M3]) end,
    receive M4 -> io:format("~p~n", [M4]) end,
    io:format("~p~n", [gen_statem:call(D, state)]),
    io:format("~p~n", [gen_statem:call(D, postponed_query)]),
    io:format("~p~n", [gen_statem:stop(D)]).

callback_mode() -> [state_functions, state_enter].

init({Code, P}) -> {ok, locked, #{code => Code, got => [], tell => P}}.

locked(enter, Old, #{tell := P}) when Old =/= locked -> P ! {locked_again_from, Old}, keep_state_and_data;
locked(enter, _, _) -> keep_state_and_data;
locked(cast, {button, B}, #{code := Code, got := G, tell := P} = D) ->
    case lists:reverse([B | G]) of
        Code -> {next_state, open, D#{got := []}, [{state_timeout, 30, lock}]};
        L when length(L) =:= length(Code) -> {keep_state, D#{got := []}};
        L -> P ! {so_far, L}, receive {so_far, L} -> ok after 0 -> ok end, {keep_state, D#{got := [B | G]}}
    end;
locked({call, From}, state, #{got := G}) -> {keep_state_and_data, [{reply, From, {locked, length(G)}}]};
locked({call, From}, postponed_query, _) -> {keep_state_and_data, [{reply, From, asked_while_locked}]}.

open(enter, locked, #{tell := P}) -> P ! opened, keep_state_and_data;
open(state_timeout, lock, D) -> {next_state, locked, D};
open({call, From}, state, _) -> {keep_state_and_data, [{reply, From, open}]};
open({call, _}, postponed_query, _) -> {keep_state_and_data, [postpone]};
open(cast, {button, _}, _) -> {keep_state_and_data, [postpone]}.

terminate(_, _, _) -> ok.
