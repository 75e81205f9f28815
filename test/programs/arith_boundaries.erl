%% sums, differences and products around 2^31, 2^53, 2^59, 2^63 and 2^64
-module(arith_boundaries).
-export([main/0]).
-import(prog, [id/1]).

main() ->
    [begin
         P = 1 bsl E,
         Ns = [P - 2, P - 1, P, P + 1],
         [io:format("~p ~p ~p ~p ~p~n", [id(N) + 1, id(N) - 1, -id(N), id(N) * 2, id(N) - (P - 1)]) || N <- Ns],
         [io:format("~p ~p ~p~n", [-id(N) - 1, -id(N) + 1, -id(N) * -3]) || N <- Ns],
         io:format("~p~n", [id(P) * id(P) - id(P - 1) * id(P + 1)])
     end || E <- [27, 28, 30, 31, 32, 52, 53, 54, 58, 59, 60, 62, 63, 64, 65, 127, 128]].
