%% sub-binaries keep their contents while the whole goes on growing
-module(bin_copy_on_match).
-export([main/0]).

main() ->
    B0 = <<"header:">>,
    {B, Subs} = lists:foldl(fun(I, {Acc, Ss}) ->
        Acc2 = <<Acc/binary, (integer_to_binary(I))/binary, $;>>,
        Size = byte_size(Acc),
        <<_:Size/binary, Sub/binary>> = Acc2,
        {Acc2, [Sub | Ss]}
    end, {B0, []}, lists:seq(1, 500)),
    io:format("~p ~p~n", [byte_size(B), iolist_to_binary([B0 | lists:reverse(Subs)]) =:= B]),
    Forks = [<<B/binary, X>> || X <- "abc"],
    io:format("~p~n", [[binary:last(F) || F <- Forks]]),
    io:format("~p~n", [[byte_size(F) || F <- Forks]]),
    M = maps:from_list([{S, true} || S <- Subs]),
    io:format("~p ~p~n", [map_size(M), maps:get(<<"77;">>, M)]),
    [P ! B || P <- [self()]],
    receive R -> io:format("~p~n", [R =:= B]) end.
