%% word counts, n-grams, entropy and a Markov chain with a fixed generator
-module(text_statistics).
-export([main/0]).

main() ->
    T = "the rain in spain stays mainly in the plain and the rain falls mainly on the plain in spain",
    Ws = string:lexemes(T, " "),
    Counts = lists:foldl(fun(W, M) -> maps:update_with(W, fun(N) -> N + 1 end, 1, M) end, #{}, Ws),
    io:format("~p~n", [lists:sublist(lists:sort(fun({A, N}, {B, M}) -> {-N, A} =< {-M, B} end, maps:to_list(Counts)), 6)]),
    Bi = lists:foldl(fun(P, M) -> maps:update_with(P, fun(N) -> N + 1 end, 1, M) end, #{}, lists:zip(lists:droplast(Ws), tl(Ws))),
    io:format("~p~n", [lists:sort([P || {P, N} <- maps:to_list(Bi), N > 1])]),
    Fr = lists:foldl(fun(C, M) -> maps:update_with(C, fun(N) -> N + 1 end, 1, M) end, #{}, T),
    io:format("~.6f~n", [lists:sum([-P * math:log2(P) || {_, N} <- lists:sort(maps:to_list(Fr)), P <- [N / length(T)]])]),
    Next = maps:groups_from_list(fun({A, _}) -> A end, fun({_, B}) -> B end, lists:zip(lists:droplast(Ws), tl(Ws))),
    io:format("~s~n", [lists:join(" ", chain("the", 12, 7, Next))]),
    io:format("~p~n", [lists:reverse(lists:keysort(2, [{length(W), W} || W <- lists:usort(Ws)])) =/= []]),
    io:format("~p~n", [[{C, maps:get(C, Fr)} || C <- "aeiou", is_map_key(C, Fr)]]).

chain(_, 0, _, _) -> [];
chain(W, N, Seed, Next) ->
    case Next of
        #{W := Ls} ->
            S = Seed * 48271 rem 2147483647,
            [W | chain(lists:nth(S rem length(Ls) + 1, Ls), N - 1, S, Next)];
        _ -> [W]
    end.
