%% A game's script: each thing that moves is a process. One that fails takes nothing with it.
-module(game).
-export([start/2]).

%% Starts N balls; `To` gets `{frame, [{X, Y}]}` for each `{tick, Milliseconds}`.
start(To, N) ->
    process_flag(trap_exit, true),
    world(To, [spawn_link(fun() -> ball(float(I * 37 rem 800), 100.0, I rem 7 - 3.0, 0.0) end) || I <- lists:seq(1, N)]).

world(To, Balls) ->
    receive
        {tick, Ms} ->
            Self = self(),
            [B ! {step, Self, Ms / 16.0} || B <- Balls],
            To ! {frame, [receive {at, B, X, Y} -> {X, Y}; {'EXIT', B, _} -> gone end || B <- Balls]},
            world(To, Balls);
        {'EXIT', B, _} ->
            world(To, lists:delete(B, Balls));
        {kick, I} ->
            exit(lists:nth(I, Balls), kicked),
            world(To, Balls)
    end.

ball(X, Y, Vx, Vy) ->
    receive
        {step, World, T} ->
            {X1, Vx1} = bounce(X + Vx * T, Vx, 800.0),
            {Y1, Vy1} = bounce(Y + Vy * T, Vy + 0.5 * T, 600.0),
            World ! {at, self(), X1, Y1},
            ball(X1, Y1, Vx1, Vy1)
    end.

bounce(P, V, Max) when P > Max -> {Max, -abs(V) * 0.9};
bounce(P, V, _) when P < 0.0 -> {0.0, abs(V)};
bounce(P, V, _) -> {P, V}.
