%% what callers and links see when a gen_server crashes
-module(otp_gen_server_crash).
-export([main/0]).
-export([init/1, handle_call/3, handle_cast/2, terminate/2]).

main() ->
    process_flag(trap_exit, true),
    Kinds = [error, throw_reply, exit, bad_return, badmatch, normal],
    [begin
         {ok, S} = gen_server:start_link(?MODULE, [], []),
         R = try gen_server:call(S, K) catch exit:{E, {gen_server, call, _}} -> {call_exit, strip(E)} end,
         io:format("~p: ~p~n", [K, R]),
         receive {'EXIT', S, W} -> io:format("   link: ~p~n", [strip(W)]) after 100 -> io:format("   alive~n") end
     end || K <- Kinds],
    io:format("~p~n", [strip(element(2, gen_server:start_link(?MODULE, crash_in_init, [])))]),
    %% OTP 26 and newer take this message away.
    receive {'EXIT', _, _} -> ok after 50 -> ok end,
    {ok, T} = gen_server:start_link(?MODULE, trap, []),
    exit(T, die_now),
    receive {'EXIT', T, W3} -> io:format("~p ~p~n", [W3, receive {terminated, X} -> X after 100 -> none end]) end.

strip({R, [{_, _, _, _} | _]}) -> {R, stack};
strip(R) -> R.

init(crash_in_init) -> error(init_failed);
init(trap) -> process_flag(trap_exit, true), [P | _] = get('$ancestors'), {ok, P};
init([]) -> {ok, none}.

handle_call(error, _, _) -> error(oops);
handle_call(throw_reply, _, S) -> throw({reply, thrown, S});
handle_call(exit, _, _) -> exit(leaving);
handle_call(bad_return, _, _) -> what;
handle_call(badmatch, _, S) -> a = S;
handle_call(normal, _, S) -> {stop, normal, S}.

handle_cast(_, S) -> {noreply, S}.

terminate(R, P) when is_pid(P) -> P ! {terminated, R};
terminate(_, _) -> ok.
