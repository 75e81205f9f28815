%% floor division, symmetric remainders and digits
-module(arith_integer_floor_mod).
-export([main/0]).

main() ->
    Ns = [-13, -12, -7, -1, 0, 1, 7, 12, 13],
    Ds = [-5, -4, -1, 1, 4, 5],
    [io:format("~p ~p: ~p~n", [N, D, {floor_div(N, D), mod(N, D), N div D, N rem D}]) || N <- Ns, D <- Ds],
    io:format("~w~n", [[digits(N, 10) || N <- [0, 7, 10, 12345, 1 bsl 64]]]),
    io:format("~w~n", [[lists:sum(digits(1 bsl E, 10)) || E <- lists:seq(0, 120, 7)]]),
    io:format("~w~n", [[popcount(N) || N <- [0, 1, 255, 256, (1 bsl 53) - 1, (1 bsl 100) - 1, 16#5555555555555555]]]),
    io:format("~w~n", [[reverse_bits(N, 8) || N <- lists:seq(0, 255, 15)]]).

floor_div(N, D) -> (N - mod(N, D)) div D.

mod(N, D) ->
    case N rem D of
        R when R =/= 0, (R < 0) =/= (D < 0) -> R + D;
        R -> R
    end.

digits(N, B) when N < B -> [N];
digits(N, B) -> digits(N div B, B) ++ [N rem B].

popcount(0) -> 0;
popcount(N) -> (N band 1) + popcount(N bsr 1).

reverse_bits(_, 0) -> 0;
reverse_bits(N, K) -> ((N band 1) bsl (K - 1)) bor reverse_bits(N bsr 1, K - 1).
