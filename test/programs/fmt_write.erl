%% ~w of every kind of term
-module(fmt_write).
-export([main/0]).

main() ->
    Ts = [a, 'A', 'a b', '', 'ä', 'don\'t', 'new\nline', 'true', 'if', 'div', '$x', 'a@b', '1a', '_', [], [a | b], [1, 2, 3], "str", {}, {a, {b}}, #{}, #{a => [1]}, <<>>, <<1, 2>>, <<1:3>>, <<"abc", 5:4>>, 1.0, -0.5,
          fun lists:map/2, fun erlang:'+'/2, [[[]]], {[{}]}, 'hello world', 'Ünï', [$a | $b]],
    [io:format("~w ~W~n", [T, T, 3]) || T <- Ts],
    io:format("~W ~W ~W~n", [lists:seq(1, 30), 5, {a, b, c, d, e}, 3, [[[[x]]]], 3]),
    io:format("~P ~P ~P~n", [lists:seq(1, 30), 5, {a, b, c, d, e}, 3, "a long string that is cut", 6]),
    io:format("~W~n", [#{1 => {2, 3}, 4 => [5, 6]}, 4]),
    io:format("~w ~30w|~-30w|~n", [{a, "b"}, {a, "b"}, {a, "b"}]),
    io:format("~5w|~3w|~n", [{a, b, c}, abcdef]).
