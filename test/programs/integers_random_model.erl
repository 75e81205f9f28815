%% arithmetic of random integers of up to 300 bits, checked by hashes
-module(integers_random_model).
-export([main/0]).

main() ->
    Ns = numbers(200, 12345),
    Ps = lists:zip(Ns, tl(Ns) ++ [hd(Ns)]),
    [io:format("~p ~w~n", [N, erlang:phash2([F(A, B) || {A, B} <- Ps])]) || {N, F} <- [{add, fun(A, B) -> A + B end}, {sub, fun(A, B) -> A - B end}, {mul, fun(A, B) -> A * B end}, {'div', fun(A, B) -> A div nz(B) end}, {'rem', fun(A, B) -> A rem nz(B) end}, {'band', fun(A, B) -> A band B end}, {'bor', fun(A, B) -> A bor B end}, {'bxor', fun(A, B) -> A bxor B end}, {'bsl', fun(A, B) -> A bsl (B band 127) end}, {'bsr', fun(A, B) -> A bsr (B band 127) end}, {less, fun(A, B) -> A < B end}, {float, fun(A, B) -> {float(A), A < float(B)} end}, {bits, fun(A, B) -> <<A:(abs(B) rem 200), B:77/little>> end}, {text, fun(A, _) -> {integer_to_list(A), integer_to_list(A, 36)} end}, {etf, fun(A, B) -> term_to_binary({A, B}) end}]],
    io:format("~w~n", [lists:all(fun({A, B}) -> A div nz(B) * nz(B) + A rem nz(B) =:= A end, Ps)]).

nz(0) -> 1;
nz(N) -> N.

numbers(0, _) -> [];
numbers(N, S) ->
    S2 = (S * 48271) rem 2147483647,
    S3 = (S2 * 48271) rem 2147483647,
    Mag = (S2 bsl (S3 rem 270)) + S3,
    [case S3 rem 2 of 0 -> Mag; 1 -> -Mag end bsr (S2 rem 40) | numbers(N - 1, S3)].
