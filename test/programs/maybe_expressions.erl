%% maybe with else clauses
%% since-release: 27
-module(maybe_expressions).
-export([main/0]).
-import(prog, [id/1, show/2]).

main() ->
    io:format("~p~n", [[f(X) || X <- [{ok, 1}, {ok, a}, error, {ok, -5}, {error, e}]]]),
    io:format("~p~n", [maybe {ok, A} ?= id({ok, 3}), B = A + 1, {ok, C} ?= id({ok, B}), {A, B, C} end]),
    io:format("~p~n", [maybe {ok, _} ?= id(none), never end]),
    show("no else clause", fun() -> maybe {ok, _} ?= id(z), x else {error, _} -> y end end).

f(X) ->
    maybe
        {ok, V} ?= X,
        true ?= is_integer(V),
        ok ?= check(V),
        {good, V}
    else
        false -> not_integer;
        error -> plain_error;
        {error, R} -> {failed, R}
    end.

check(V) when V < 0 -> {error, {negative, V}};
check(_) -> ok.
