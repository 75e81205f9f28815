%% and, or, xor, not, andalso, orelse, comma and semicolon with true, false and others
-module(guard_logic).
-export([main/0]).
-import(prog, [id/1, try_call/1]).

main() ->
    Vs = [true, false, other, 1],
    [io:format("~p ~p: ~p ~p ~p~n", [A, B, strict(id(A), id(B)), lazy(id(A), id(B)), lists(id(A), id(B))]) || A <- Vs, B <- Vs],
    [io:format("~p ~p: ~p~n", [A, B, body(id(A), id(B))]) || A <- Vs, B <- Vs].

strict(A, B) when A and B -> 'and';
strict(A, B) when A xor B -> 'xor';
strict(A, B) when not (A or B) -> nor;
strict(_, _) -> fails.

lazy(A, B) when A andalso B -> 'andalso';
lazy(A, B) when A orelse B -> 'orelse';
lazy(A, B) when not A andalso not B -> neither;
lazy(_, _) -> fails.

lists(A, B) when A, B -> both;
lists(A, B) when A; B -> either;
lists(A, B) when not A, not B -> neither;
lists(_, _) -> fails.

body(A, B) ->
    [try_call(fun() -> A and B end), try_call(fun() -> A or B end), try_call(fun() -> A xor B end),
     try_call(fun() -> not A end), try_call(fun() -> A andalso B end), try_call(fun() -> A orelse B end)].
