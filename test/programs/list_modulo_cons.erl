%% body recursion whose result is the tail of a cell, in all shapes
-module(list_modulo_cons).
-export([main/0]).
-import(prog, [try_call/2]).

main() ->
    L = lists:seq(1, 1000),
    io:format("~p~n", [erlang:phash2(inc(L))]),
    io:format("~w~n", [dup(lists:seq(1, 5))]),
    io:format("~w~n", [interleave([1, 2, 3], [a, b, c, d])]),
    io:format("~w~n", [keep([1, x, 2, y, 3])]),
    io:format("~w~n", [until([1, 2, stop, 3])]),
    io:format("~w~n", [app([1, 2], [3 | 4])]),
    io:format("~w~n", [tails([1, 2, 3])]),
    io:format("~w~n", [try_call(?MODULE, fun() -> bad([1, 2, a, 3]) end)]),
    io:format("~w~n", [catch_inside([1, a, 2])]),
    io:format("~w~n", [two(3)]),
    io:format("~p~n", [length(inc(lists:seq(1, 300000)))]).

inc([H | T]) -> [H + 1 | inc(T)];
inc([]) -> [].

dup([H | T]) -> [H, H | dup(T)];
dup([]) -> [end_of_list].

interleave([A | As], Bs) -> [A | interleave(Bs, As)];
interleave([], Bs) -> Bs.

keep([H | T]) when is_integer(H) -> [H | keep(T)];
keep([_ | T]) -> keep(T);
keep([]) -> [].

until([stop | T]) -> {rest, T};
until([H | T]) -> [H | until(T)].

app([H | T], L) -> [H | app(T, L)];
app([], L) -> L.

tails([_ | T] = L) -> [L | tails(T)];
tails([]) -> [[]].

bad([H | T]) -> [H * 2 | bad(T)];
bad([]) -> [].

catch_inside([H | T]) -> [catch_one(H) | catch_inside(T)];
catch_inside([]) -> [].

catch_one(X) ->
    try X + 1
    catch error:badarith -> oops
    end.

two(0) -> [];
two(N) -> [N | [x | two(N - 1)]].
