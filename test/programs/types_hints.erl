%% values whose types the compiler infers, at the edges of the ranges
-module(types_hints).
-export([main/0]).
-import(prog, [id/1]).

main() ->
    io:format("~w~n", [[band_loop(I, 0) || I <- [0, 1, 100]]]),
    io:format("~w~n", [[range(id(N)) || N <- [0, 1, 127, 128, 255, 256, -1, a]]]),
    io:format("~w~n", [[small(id(N)) || N <- [0, 1000, -1000, 1 bsl 62]]]),
    io:format("~w~n", [[mulmod(id(N), 16#ffffffff) || N <- [0, 1, 16#ffffffff, 12345]]]),
    io:format("~w~n", [xorshift(88172645463325252, 10)]),
    io:format("~w~n", [[len(id(L)) || L <- [[], [1], lists:seq(1, 10)]]]),
    io:format("~w~n", [[elem(id(T)) || T <- [{a, 1}, {b, 2.5}, {c, x}]]]),
    io:format("~w~n", [sub(id(5), 10)]),
    io:format("~w~n", [fnv(<<"hello world">>, 16#cbf29ce484222325)]),
    io:format("~w~n", [[idiv(id(A), id(B)) || {A, B} <- [{7, 2}, {-7, 2}, {1 bsl 62, 3}, {-(1 bsl 59), -1}, {1 bsl 59, -1}]]]).

band_loop(N, A) when N > 0 -> band_loop(N - 1, (A * 3 + N) band 16#ffff);
band_loop(_, A) -> A.

range(N) when is_integer(N), 0 =< N, N < 256 -> N * N + (255 - N) * (N bsr 1);
range(N) when is_integer(N) -> {out, N + 1};
range(_) -> none.

small(N) when N >= -1000, N =< 1000 -> N * N * N - N;
small(N) -> N * N * N.

mulmod(A, B) when is_integer(A), A >= 0, A < 16#100000000 -> (A * B) rem 16#100000001.

xorshift(_, 0) -> [];
xorshift(X0, N) ->
    X1 = X0 bxor ((X0 bsl 13) band 16#ffffffffffffffff),
    X2 = X1 bxor (X1 bsr 7),
    X3 = X2 bxor ((X2 bsl 17) band 16#ffffffffffffffff),
    [X3 | xorshift(X3, N - 1)].

len(L) -> N = length(L), N * N - 1.
elem({a, N}) -> N + 1;
elem({b, F}) -> F * 2;
elem({_, X}) -> X.
sub(A, B) -> -(A - B) - (B - A) - A.

fnv(<<B, R/binary>>, H) -> fnv(R, ((H bxor B) * 16#100000001b3) band 16#ffffffffffffffff);
fnv(<<>>, H) -> H.
idiv(A, B) -> {A div B, A rem B, abs(A div B)}.
