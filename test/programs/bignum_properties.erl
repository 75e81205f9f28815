%% division, powers and digits of large integers satisfy their laws
-module(bignum_properties).
-export([main/0]).

main() ->
    Ns = [N || I <- lists:seq(1, 30), N <- [1 bsl (I * 7) + I * 12345, -(1 bsl (I * 5)) - I]],
    Ds = [D || D <- [3, -7, 1 bsl 31, 1 bsl 53, (1 bsl 64) - 1, -(1 bsl 80) + 1, 10]],
    io:format("~w~n", [[N div D * D + N rem D =:= N || N <- Ns, D <- Ds] -- [true || _ <- Ns, _ <- Ds]]),
    io:format("~w~n", [lists:all(fun(N) -> (N bsl 13) bsr 13 =:= N end, Ns)]),
    io:format("~w~n", [lists:all(fun(N) -> (N band 255) + (N bsr 8) * 256 =:= N end, Ns)]),
    io:format("~w~n", [lists:all(fun(N) -> bnot N =:= -N - 1 end, Ns)]),
    io:format("~w~n", [lists:all(fun({A, B}) -> (A bxor B) bxor B =:= A end, lists:zip(Ns, lists:reverse(Ns)))]),
    io:format("~w~n", [lists:all(fun(N) -> list_to_integer(integer_to_list(N)) =:= N end, Ns)]),
    io:format("~w~n", [lists:all(fun({A, B}) -> (A + B) * (A - B) =:= A * A - B * B end, lists:zip(Ns, lists:reverse(Ns)))]),
    io:format("~w~n", [erlang:phash2([A * B || A <- Ns, B <- Ds])]),
    io:format("~w~n", [erlang:phash2([A rem B || A <- Ns, B <- Ds])]),
    io:format("~w~n", [erlang:phash2([A div B || A <- Ns, B <- Ds])]),
    io:format("~w~n", [erlang:phash2([A band B || A <- Ns, B <- Ds])]),
    io:format("~w~n", [lists:sum([abs(N) rem 1000 || N <- Ns])]).
