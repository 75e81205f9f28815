%% every way to call a function
-module(fun_apply).
-export([main/0]).
-export([two/2, none/0, many/12, one/1]).
-import(prog, [id/1, show/2]).

main() ->
    F = fun(A, B) -> {A, B} end,
    M = id(?MODULE),
    N = id(two),
    io:format("~w~n", [[F(1, 2), apply(F, [1, 2]), apply(fun ?MODULE:two/2, [1, 2]), apply(M, N, [1, 2]), M:N(1, 2), M:two(1, 2), ?MODULE:N(1, 2), two(1, 2)]]),
    io:format("~w~n", [[apply(M, none, []), M:none(), apply(erlang, '+', [1, 2]), erlang:apply(fun erlang:'-'/2, [5, 3]), (fun erlang:abs/1)(-4)]]),
    io:format("~w~n", [apply(?MODULE, many, lists:seq(1, 12))]),
    io:format("~w~n", [lists:map(fun erlang:is_atom/1, [a, 1])]),
    io:format("~w~n", [[X(3) || X <- [fun erlang:float/1, fun(Y) -> Y * Y end, fun ?MODULE:one/1]]]),
    G = id({?MODULE, one}),
    show("tuple call", fun() -> {A, B} = G, A:B(z) end),
    io:format("~w~n", [spawn_and(fun() -> apply(M, N, [x, y]) end)]).

two(A, B) -> [A, B].
none() -> none.
one(X) -> {one, X}.
many(A, B, C, D, E, F, G, H, I, J, K, L) -> {A + B + C, D + E + F, G + H + I, J + K + L}.

spawn_and(F) ->
    P = self(),
    spawn(fun() -> P ! {result, F()} end),
    receive {result, R} -> R end.
