%% bitstrings cut and joined at random keep what lists of bits say
-module(binaries_random_model).
-export([main/0]).

main() ->
    {B, L, _} = lists:foldl(fun step/2, {<<>>, [], 7}, lists:seq(1, 1500)),
    io:format("~w ~w~n", [bit_size(B), length(L)]),
    io:format("~w~n", [[X || <<X:1>> <= B] =:= L]),
    io:format("~w~n", [erlang:phash2(B)]),
    io:format("~w~n", [B =:= << <<X:1>> || X <- L >>]).

step(_, {B, L, S}) ->
    S2 = (S * 48271) rem 2147483647,
    N = S2 rem 37,
    V = S2 div 37,
    case V rem 4 of
        0 ->
            New = <<V:N>>,
            {<<B/bits, New/bits>>, L ++ [X || <<X:1>> <= New], S2};
        1 when bit_size(B) > N ->
            <<_:N, R/bits>> = B,
            {R, lists:nthtail(N, L), S2};
        2 when bit_size(B) > N ->
            K = bit_size(B) - N,
            <<H:K/bits, _/bits>> = B,
            {H, lists:sublist(L, K), S2};
        _ ->
            New = <<V:N/little>>,
            {<<New/bits, B/bits>>, [X || <<X:1>> <= New] ++ L, S2}
    end.
