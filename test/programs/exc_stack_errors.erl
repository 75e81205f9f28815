%% the stack trace of every kind of error, with files and lines
%% release-dependent: OTP 25 has no entry for a failing operator
-module(exc_stack_errors).
-export([main/0]).
-import(prog, [id/1, try_call/2]).

main() ->
    Fs = [fun() -> clause(id(x)) end, fun() -> case_clause(id(x)) end, fun() -> match(id(x)) end, fun() -> if_clause(id(x)) end,
          fun() -> arith(id(x)) end, fun() -> bif(id(x)) end, fun() -> undef(id(x)) end, fun() -> badfun(id(x)) end,
          fun() -> badarity(id(x)) end, fun() -> try_clause(id(x)) end, fun() -> badkey(id(x)) end, fun() -> badmap(id(x)) end,
          fun() -> badrecord(id(x)) end, fun() -> thrown(id(x)) end, fun() -> exited(id(x)) end, fun() -> errored(id(x)) end,
          fun() -> errored2(id(x)) end, fun() -> lambda(id(x)) end, fun() -> comprehension(id(x)) end, fun() -> binary(id(x)) end,
          fun() -> undef_local(id(x)) end],
    [io:format("~p~n", [try_call(?MODULE, F)]) || F <- Fs],
    ok.

-record(rec, {field}).

clause(a) -> ok.

case_clause(X) ->
    case X of
        a -> ok
    end.

match(X) ->
    a = X,
    ok.

if_clause(X) ->
    if
        X =:= a -> ok
    end.

arith(X) ->
    Y = X + 1,
    {Y}.

bif(X) ->
    L = atom_to_list(X),
    N = list_to_integer(L),
    {N}.

undef(X) ->
    R = nosuchmodule:nosuchfunction(X, 1),
    {R}.

badfun(X) ->
    R = X(1),
    {R}.

badarity(X) ->
    F = id(fun() -> X end),
    R = F(1, 2),
    {R}.

try_clause(X) ->
    try id(X) of
        a -> ok
    catch
        throw:_ -> ok
    end.

badkey(X) ->
    M = id(#{a => 1}),
    R = M#{X := 2},
    {R}.

badmap(X) ->
    R = X#{a => 2},
    {R}.

badrecord(X) ->
    R = X#rec.field,
    {R}.

thrown(X) -> throw({thrown, X}).

exited(X) -> exit({exited, X}).

errored(X) -> error({errored, X}).

errored2(X) -> error({errored, X}, [X, args]).

lambda(X) ->
    F = fun(Y) -> Y + X end,
    R = F(1),
    {R}.

comprehension(X) ->
    R = [Y + 1 || Y <- [1, X]],
    {R}.

binary(X) ->
    R = <<X:8>>,
    {R}.

undef_local(X) ->
    R = ?MODULE:not_exported(X),
    {R}.
