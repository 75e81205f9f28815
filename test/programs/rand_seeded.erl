%% pseudo random numbers with given seeds are the same everywhere
-module(rand_seeded).
-export([main/0]).

main() ->
    [begin
         S0 = rand:seed_s(Alg, {1, 2, 3}),
         {L, _} = lists:mapfoldl(fun(_, S) -> rand:uniform_s(1000000, S) end, S0, lists:seq(1, 8)),
         {F, S1} = rand:uniform_s(S0),
         {N, S2} = rand:normal_s(S1),
         {B, S3} = rand:bytes_s(6, S2),
         {Big, _} = rand:uniform_s(1 bsl 80, S3),
         io:format("~p ~w ~w ~w ~w ~w~n", [Alg, L, F, N, B, Big])
     end || Alg <- [exsss, exro928ss, exrop, exs1024s, exsp]],
    rand:seed(exsss, 42),
    io:format("~w~n", [[rand:uniform(6) || _ <- lists:seq(1, 20)]]),
    io:format("~w~n", [[rand:uniform() || _ <- lists:seq(1, 4)]]),
    J = rand:jump(rand:seed_s(exsss, 7)),
    io:format("~w~n", [element(1, rand:uniform_s(1000, J))]),
    {M, _} = lists:mapfoldl(fun(_, S) -> S2 = rand:mwc59(S), {rand:mwc59_value32(S2), S2} end, 12345, lists:seq(1, 5)),
    io:format("~w~n", [M]),
    {V, _} = rand:splitmix64_next(99),
    io:format("~w ~w~n", [V, rand:exsp_next(element(2, rand:seed_s(exsp, 5)))]).
