%% a connection whose requests wait until it is up
-module(otp_statem_postpone).
-export([main/0]).
-export([init/1, callback_mode/0, down/3, up/3]).

main() ->
    {ok, C} = gen_statem:start_link(?MODULE, self(), []),
    Me = self(),
    [spawn(fun() -> Me ! {answer, N, gen_statem:call(C, {request, N})} end) || N <- [1, 2, 3]],
    receive after 20 -> ok end,
    gen_statem:cast(C, up),
    io:format("~p~n", [lists:sort([receive {answer, N, A} -> {N, A} end || _ <- [1, 2, 3]])]),
    gen_statem:cast(C, down),
    io:format("~p~n", [try gen_statem:call(C, {request, 4}, 20) catch exit:{timeout, _} -> timeout end]),
    receive {gave_up, W} -> io:format("~p~n", [W]) end,
    io:format("~p~n", [gen_statem:call(C, history)]),
    gen_statem:stop(C).

callback_mode() -> [state_functions, state_enter].
init(P) -> {ok, down, {P, []}}.

down(enter, Old, {P, H}) -> {keep_state, {P, [{Old, down} | H]}, [{state_timeout, 60, give_up}]};
down(cast, up, D) -> {next_state, up, D};
down(state_timeout, give_up, {P, _}) -> P ! {gave_up, down}, keep_state_and_data;
down({call, F}, history, {_, H}) -> {keep_state_and_data, [{reply, F, lists:reverse(H)}]};
down({call, _}, {request, _}, _) -> {keep_state_and_data, [postpone]}.

up(enter, Old, {P, H}) -> {keep_state, {P, [{Old, up} | H]}};
up(cast, down, D) -> {next_state, down, D};
up({call, F}, {request, N}, _) -> {keep_state_and_data, [{reply, F, {done, N * N}}]}.
