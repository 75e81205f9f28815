%% handle_event_function with internal events, generic timeouts and reply lists
-module(otp_gen_statem_events).
-export([main/0]).
-export([init/1, callback_mode/0, handle_event/4]).
-import(prog, [flush/0]).

main() ->
    {ok, S} = gen_statem:start(?MODULE, self(), []),
    io:format("~p~n", [gen_statem:call(S, {push, 1})]),
    io:format("~p~n", [gen_statem:call(S, {push, 2})]),
    io:format("~p~n", [gen_statem:call(S, pop)]),
    gen_statem:cast(S, burst),
    receive {internal, L} -> io:format("~p~n", [L]) end,
    gen_statem:cast(S, {named_timeout, t1, 20}),
    gen_statem:cast(S, {named_timeout, t2, 60}),
    receive {timeout, A} -> io:format("~p~n", [A]) end,
    receive {timeout, B} -> io:format("~p~n", [B]) end,
    gen_statem:cast(S, {named_timeout, t3, 1000}),
    gen_statem:cast(S, {cancel, t3}),
    S ! plain_info,
    receive {info, I} -> io:format("~p~n", [I]) end,
    io:format("~p~n", [gen_statem:call(S, stop)]),
    io:format("~p~n", [flush()]).

callback_mode() -> handle_event_function.
init(P) -> {ok, {stack, []}, P}.

handle_event({call, F}, {push, X}, {stack, L}, D) -> {next_state, {stack, [X | L]}, D, [{reply, F, {pushed, X, length(L) + 1}}]};
handle_event({call, F}, pop, {stack, [X | L]}, D) -> {next_state, {stack, L}, D, {reply, F, X}};
handle_event(cast, burst, _, _) -> {keep_state_and_data, [{next_event, internal, a}, {next_event, internal, b}]};
handle_event(internal, a, {stack, L}, D) -> {next_state, {stack, [a | L]}, D};
handle_event(internal, b, {stack, L}, P) -> P ! {internal, [b | L]}, keep_state_and_data;
handle_event(cast, {named_timeout, N, T}, _, _) -> {keep_state_and_data, [{{timeout, N}, T, go}]};
handle_event(cast, {cancel, N}, _, _) -> {keep_state_and_data, [{{timeout, N}, infinity, go}]};
handle_event({timeout, N}, go, _, P) -> P ! {timeout, N}, keep_state_and_data;
handle_event(info, M, _, P) -> P ! {info, M}, keep_state_and_data;
handle_event({call, F}, stop, S, _) -> {stop_and_reply, normal, [{reply, F, {stopping_in, S}}]}.
