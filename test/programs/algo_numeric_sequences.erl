%% perfect numbers, Pascal's triangle, Gray codes, magic squares, spirals
-module(algo_numeric_sequences).
-export([main/0]).

main() ->
    io:format("~w~n", [[N || N <- lists:seq(2, 500), lists:sum([D || D <- lists:seq(1, N div 2), N rem D =:= 0]) =:= N]]),
    [io:format("~w~n", [R]) || R <- pascal(8)],
    io:format("~w~n", [[N bxor (N bsr 1) || N <- lists:seq(0, 15)]]),
    [io:format("~w~n", [R]) || R <- magic(5)],
    [io:format("~w~n", [R]) || R <- spiral(4, 5)],
    io:format("~w~n", [look_and_say(8)]),
    io:format("~w~n", [[N || N <- lists:seq(1, 1000), happy(N, []), N rem 100 < 10]]),
    io:format("~w~n", [[N || N <- lists:seq(100, 9999), armstrong(N)]]),
    io:format("~w~n", [josephus(41, 3)]),
    io:format("~w~n", [[catalan(N) || N <- lists:seq(0, 15)]]),
    io:format("~w~n", [[bell(N) || N <- lists:seq(0, 12)]]).

pascal(N) -> lists:reverse(lists:foldl(fun(_, [R | _] = Rs) -> [[A + B || {A, B} <- lists:zip([0 | R], R ++ [0])] | Rs] end, [[1]], lists:seq(2, N))).

magic(N) -> [[N * ((I + J - 1 + N div 2) rem N) + (I + 2 * J - 2) rem N + 1 || J <- lists:seq(1, N)] || I <- lists:seq(1, N)].

spiral(R, C) ->
    Path = walk(0, 0, 0, 1, R * C, #{}, R, C, 1),
    [[maps:get({I, J}, Path) || J <- lists:seq(0, C - 1)] || I <- lists:seq(0, R - 1)].
walk(_, _, _, _, 0, M, _, _, _) -> M;
walk(I, J, DI, DJ, Left, M, R, C, N) ->
    M2 = M#{{I, J} => N},
    {I2, J2} = {I + DI, J + DJ},
    case I2 < 0 orelse J2 < 0 orelse I2 >= R orelse J2 >= C orelse is_map_key({I2, J2}, M2) of
        true -> {DI2, DJ2} = {DJ, -DI}, walk(I + DI2, J + DJ2, DI2, DJ2, Left - 1, M2, R, C, N + 1);
        false -> walk(I2, J2, DI, DJ, Left - 1, M2, R, C, N + 1)
    end.

look_and_say(1) -> "1";
look_and_say(N) -> say(look_and_say(N - 1)).
say([]) -> [];
say([C | _] = S) -> {A, B} = lists:splitwith(fun(X) -> X =:= C end, S), integer_to_list(length(A)) ++ [C | say(B)].

happy(1, _) -> true;
happy(N, Seen) -> not lists:member(N, Seen) andalso happy(lists:sum([(C - $0) * (C - $0) || C <- integer_to_list(N)]), [N | Seen]).

armstrong(N) ->
    S = integer_to_list(N),
    K = length(S),
    lists:sum([pow(C - $0, K) || C <- S]) =:= N.
pow(_, 0) -> 1;
pow(X, N) -> X * pow(X, N - 1).

josephus(N, K) -> lists:foldl(fun(I, A) -> (A + K) rem I end, 0, lists:seq(1, N)).
catalan(N) -> lists:foldl(fun(K, A) -> A * (N + K) div K end, 1, lists:seq(2, N)).
bell(0) -> 1;
bell(N) -> hd(lists:foldl(fun(_, R) -> row(lists:last(R), R) end, [1], lists:seq(1, N))).
row(F, R) -> lists:reverse(lists:foldl(fun(X, [H | _] = A) -> [H + X | A] end, [F], R)).
