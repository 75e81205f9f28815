%% a Sudoku by constraint propagation and search
-module(algo_sudoku).
-export([main/0]).

main() ->
    P = "53..7....6..195....98....6.8...6...34..8.3..17...2...6.6....28....419..5....8..79",
    io:format("~s~n", [print(solve(P))]),
    H = "..............3.85..1.2.......5.7.....4...1...9.......5......73..2.1........4...9",
    io:format("~p~n", [length([C || C <- H, C =/= $.])]),
    io:format("~p~n", [solve("55" ++ lists:duplicate(79, $.))]).

solve(P) ->
    Start = maps:from_list([{{R, C}, lists:seq(1, 9)} || R <- lists:seq(0, 8), C <- lists:seq(0, 8)]),
    Given = [{{I div 9, I rem 9}, D - $0} || {I, D} <- lists:zip(lists:seq(0, 80), P), D =/= $.],
    search(lists:foldl(fun({Pos, D}, B) -> assign(Pos, D, B) end, Start, Given)).

assign(_, _, fail) -> fail;
assign(Pos, D, B) -> lists:foldl(fun(X, A) -> eliminate(Pos, X, A) end, B, [X || X <- maps:get(Pos, B), X =/= D] ++ [none || not lists:member(D, maps:get(Pos, B))]).

eliminate(_, _, fail) -> fail;
eliminate(_, none, _) -> fail;
eliminate(Pos, D, B) ->
    #{Pos := Ds} = B,
    case lists:member(D, Ds) of
        false -> B;
        true ->
            case lists:delete(D, Ds) of
                [] -> fail;
                [One] -> lists:foldl(fun(Q, A) -> eliminate(Q, One, A) end, B#{Pos := [One]}, peers(Pos));
                Rest -> B#{Pos := Rest}
            end
    end.

peers({R, C}) ->
    {R0, C0} = {R div 3 * 3, C div 3 * 3},
    lists:usort([{R, I} || I <- lists:seq(0, 8)] ++ [{I, C} || I <- lists:seq(0, 8)] ++ [{R0 + I, C0 + J} || I <- [0, 1, 2], J <- [0, 1, 2]]) -- [{R, C}].

search(fail) -> fail;
search(B) ->
    case lists:sort([{length(Ds), Pos} || {Pos, Ds} <- maps:to_list(B), length(Ds) > 1]) of
        [] -> B;
        [{_, Pos} | _] -> first([fun() -> search(assign(Pos, D, B)) end || D <- maps:get(Pos, B)])
    end.

first([]) -> fail;
first([F | Fs]) ->
    case F() of
        fail -> first(Fs);
        B -> B
    end.

print(B) -> [[[hd(maps:get({R, C}, B)) + $0 || C <- lists:seq(0, 8)], $\n] || R <- lists:seq(0, 8)].
