%% arithmetic of random floats, checked by hashes
-module(floats_random_model).
-export([main/0]).

main() ->
    Fs = floats(300, 777),
    Ps = lists:zip(Fs, tl(Fs) ++ [hd(Fs)]),
    [io:format("~p ~w~n", [N, erlang:phash2([val(fun() -> F(A, B) end) || {A, B} <- Ps])]) || {N, F} <- [{add, fun(A, B) -> A + B end}, {sub, fun(A, B) -> A - B end}, {mul, fun(A, B) -> A * B end}, {dv, fun(A, B) -> A / B end}, {cmp, fun(A, B) -> {A < B, A == B, max(A, B)} end}, {trunc, fun(A, _) -> trunc(A) end}, {round, fun(A, _) -> round(A) end}, {floor, fun(A, _) -> floor(A) end}, {ceil, fun(A, _) -> ceil(A) end}, {int, fun(A, B) -> A + trunc(B) end}, {text, fun(A, _) -> float_to_list(A, [short]) end}, {f32, fun(A, _) -> <<A:32/float>> end}, {sqrt, fun(A, _) -> math:sqrt(abs(A)) end}]],
    ok.

val(F) ->
    try F() catch error:R -> R end.

floats(0, _) -> [];
floats(N, S) ->
    S2 = (S * 48271) rem 2147483647,
    S3 = (S2 * 48271) rem 2147483647,
    E = 1023 + (S2 rem 200) - 100,
    <<F/float>> = <<(S3 rem 2):1, E:11, S2:31, (S3 rem 2097152):21>>,
    [F | floats(N - 1, S3)].
