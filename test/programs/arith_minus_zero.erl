%% integers have no negative zero
-module(arith_minus_zero).
-export([main/0]).
-import(prog, [id/1]).

main() ->
    Zs = [0 * id(-5), id(-4) rem 2, id(0) * -1, -id(0), id(-3) div 5, id(5) - 5, id(-8) band 7, trunc(-0.3), round(-0.3),
          ceil(-0.5), id(-1) bsr 1 + 1, id(-7) div -9, list_to_integer("-0"), (1 bsl 70) * id(0), id(-(1 bsl 70)) rem 2],
    io:format("~w~n", [Zs]),
    io:format("~w~n", [[Z =:= 0 || Z <- Zs]]),
    io:format("~w~n", [lists:usort([term_to_binary(Z) || Z <- Zs])]),
    io:format("~w~n", [lists:usort([erlang:phash2(Z) || Z <- Zs])]),
    io:format("~w~n", [[1 / (Z + 1.0) || Z <- Zs]]).
