%% an event manager with handlers added, called, swapped and removed
-module(otp_gen_event).
-export([main/0]).
-export([init/1, handle_event/2, handle_call/2, terminate/2]).
-import(prog, [flush/0]).

main() ->
    {ok, M} = gen_event:start_link(),
    Me = self(),
    io:format("~p~n", [[gen_event:add_handler(M, ?MODULE, {Me, a}), gen_event:add_handler(M, {?MODULE, second}, {Me, b})]]),
    gen_event:notify(M, hello),
    gen_event:sync_notify(M, {number, 5}),
    io:format("~p~n", [lists:sort(flush())]),
    io:format("~p~n", [gen_event:which_handlers(M)]),
    io:format("~p~n", [gen_event:call(M, {?MODULE, second}, count)]),
    io:format("~p~n", [gen_event:call(M, nosuch, count)]),
    io:format("~p~n", [gen_event:swap_handler(M, {?MODULE, swapped}, {?MODULE, third}, {Me, c})]),
    gen_event:sync_notify(M, after_swap),
    io:format("~p~n", [lists:sort(flush())]),
    gen_event:sync_notify(M, crash_a),
    io:format("~p~n", [[element(1, X) || X <- flush()]]),
    io:format("~p~n", [gen_event:which_handlers(M)]),
    io:format("~p~n", [gen_event:delete_handler(M, ?MODULE, bye)]),
    io:format("~p~n", [gen_event:delete_handler(M, {?MODULE, third}, bye)]),
    io:format("~p~n", [gen_event:stop(M)]).

init({{P, N}, {swapped_out, K}}) -> {ok, {P, N, K}};
init({P, N}) when is_pid(P) -> {ok, {P, N, 0}};
init({{P, N}, _}) -> {ok, {P, N, 100}}.

handle_event(crash_a, {_, a, _}) -> error(crashed);
handle_event(E, {P, N, K}) -> P ! {N, E}, {ok, {P, N, K + 1}}.

handle_call(count, {_, _, K} = S) -> {ok, K, S}.

terminate(swapped, {_, _, K}) -> {swapped_out, K};
terminate(bye, {_, N, K}) -> {gone, N, K};
terminate({error, _}, {P, N, _}) -> P ! {terminated, N};
terminate(_, _) -> ok.
