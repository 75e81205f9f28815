%% random messages taken by random selective receives, as a list model says
-module(receive_random_model).
-export([main/0]).
-import(prog, [flush/0]).

main() ->
    {Got, Want, Left} = run(400, 17, [], [], []),
    io:format("~w~n", [Got =:= Want]),
    io:format("~w~n", [flush() =:= Left]),
    io:format("~w ~w~n", [length(Got), erlang:phash2(Got)]).

run(0, _, Box, Got, Want) -> {lists:reverse(Got), lists:reverse(Want), Box};
run(N, S, Box, Got, Want) ->
    S2 = (S * 48271) rem 2147483647,
    K = S2 rem 4,
    case S2 div 4 rem 3 of
        0 ->
            {R, Box2} = take(fun({X, _}) -> X =:= K end, Box),
            G = receive {K, V} -> {K, V} after 0 -> none end,
            run(N - 1, S2, Box2, [G | Got], [R | Want]);
        1 when S2 rem 7 =:= 0 ->
            {R, Box2} = take(fun({_, V}) -> V rem 2 =:= 1 end, Box),
            G = receive {A, V} when V rem 2 =:= 1 -> {A, V} after 0 -> none end,
            run(N - 1, S2, Box2, [G | Got], [R | Want]);
        _ ->
            self() ! {K, S2},
            run(N - 1, S2, Box ++ [{K, S2}], Got, Want)
    end.

take(P, Box) ->
    case lists:splitwith(fun(M) -> not P(M) end, Box) of
        {A, [M | B]} -> {M, A ++ B};
        {_, []} -> {none, Box}
    end.
