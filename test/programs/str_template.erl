%% templates, tables and padded reports with io_lib:format
-module(str_template).
-export([main/0]).

main() ->
    Rows = [{"apples", 3, 1.25}, {"oranges", 12, 0.5}, {"melons", 1, 12.0}, {"ananas", 100, 2.333}],
    io:format("~-12s|~6s|~10s~n", ["item", "qty", "price"]),
    io:format("~s~n", [lists:duplicate(30, $-)]),
    [io:format("~-12s|~6w|~10.2f~n", [N, Q, P]) || {N, Q, P} <- Rows],
    io:format("~-12s|~6w|~10.2f~n", ["total", lists:sum([Q || {_, Q, _} <- Rows]), lists:sum([Q * P || {_, Q, P} <- Rows])]),
    io:format("~s~n", [render("Hello {{name}}, you are {{age}}. {{missing}}!", #{"name" => "Ann", "age" => 30})]),
    io:format("~ts~n", [box(["one", "three", "äöü"])]),
    io:format("~s~n", [lists:join("\n", [io_lib:format("~3w ~s", [I, lists:duplicate(I, $*)]) || I <- lists:seq(1, 5)])]),
    io:format("~s~n", [[io_lib:format("~2..0w:~2..0w:~2..0w", [S div 3600, S div 60 rem 60, S rem 60]) || S <- [3661]]]).

render(T, M) ->
    case string:split(T, "{{") of
        [A, B] ->
            [K, R] = string:split(B, "}}"),
            [A, text(maps:get(K, M, "?")) | render(R, M)];
        [A] -> [A]
    end.
text(N) when is_integer(N) -> integer_to_list(N);
text(S) -> S.

box(Ls) ->
    W = lists:max([string:length(L) || L <- Ls]),
    Edge = ["+", lists:duplicate(W + 2, $-), "+"],
    lists:join("\n", [Edge] ++ [["| ", string:pad(L, W), " |"] || L <- Ls] ++ [Edge]).
