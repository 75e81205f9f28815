%% arithmetic of integers with hundreds of digits
-module(arith_bignum).
-export([main/0]).
-import(prog, [id/1]).

main() ->
    F = fact(id(200)),
    io:format("~p~n", [F]),
    io:format("~p~n", [F div fact(197)]),
    io:format("~p~n", [F rem (1 bsl 200)]),
    io:format("~p~n", [F rem 1000000007]),
    A = pow(id(3), 300),
    B = pow(id(7), 150),
    io:format("~p~n~p~n~p~n", [A - B, A * B, A div B]),
    io:format("~p~n~p~n", [-A div B, -A rem B]),
    io:format("~p~n", [(A div B) * B + A rem B =:= A]),
    io:format("~p~n", [(-A div B) * B + (-A) rem B =:= -A]),
    io:format("~p~n", [lists:sum([pow(X, 40) || X <- lists:seq(1, 50)])]),
    io:format("~p~n", [integer_to_list(pow(2, 1000), 36)]),
    io:format("~p~n", [A > B andalso B > 0 andalso -A < -B]).

fact(0) -> 1;
fact(N) -> N * fact(N - 1).

pow(_, 0) -> 1;
pow(X, N) when N rem 2 =:= 0 -> pow(X * X, N div 2);
pow(X, N) -> X * pow(X, N - 1).
