%% frames that a tail call has replaced are not in the trace
-module(exc_stack_tail_calls).
-export([main/0]).
-export([c/1]).
-import(prog, [id/1, try_call/2]).

main() ->
    io:format("~p~n", [try_call(?MODULE, fun() -> a(id(1)) end)]),
    io:format("~p~n", [try_call(?MODULE, fun() -> not_tail(id(1)) end)]),
    io:format("~p~n", [try_call(?MODULE, fun() -> tail_bif(id(x)) end)]),
    io:format("~p~n", [try_call(?MODULE, fun() -> body_bif(id(x)) end)]),
    io:format("~p~n", [try_call(?MODULE, fun() -> tail_apply(?MODULE, c, [id(1)]) end)]),
    io:format("~p~n", [try_call(?MODULE, fun() -> tail_fun(fun c/1, id(1)) end)]),
    io:format("~p~n", [try_call(?MODULE, fun() -> in_case(id(1)) end)]),
    io:format("~p~n", [try_call(?MODULE, fun() -> tail_lists(id(x)) end)]).

a(X) -> b(X).
b(X) -> c(X).
c(X) -> error({c, X}).

not_tail(X) ->
    R = a(X),
    [R].

tail_bif(X) -> atom_to_list(list_to_tuple([X | X])).

body_bif(X) ->
    R = length(X),
    [R].

tail_apply(M, F, A) -> apply(M, F, A).

tail_fun(F, X) -> F(X).

in_case(X) ->
    case X of
        1 -> b(X);
        _ -> ok
    end.

tail_lists(X) -> lists:reverse(X).
