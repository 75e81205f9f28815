%% names of funs and comprehensions in stack traces
%% release-dependent: the compiler of OTP 29 inlines simple comprehensions
-module(exc_stack_fun_names).
-export([main/0]).
-export([exported/2]).
-import(prog, [try_call/2]).

main() ->
    F = fun(X) -> error({in_fun, X}) end,
    io:format("~p~n", [try_call(?MODULE, fun() -> [F(1)] end)]),
    io:format("~p~n", [try_call(?MODULE, fun() -> named() end)]),
    io:format("~p~n", [try_call(?MODULE, fun() -> nested_fun() end)]),
    io:format("~p~n", [try_call(?MODULE, fun() -> lc() end)]),
    io:format("~p~n", [try_call(?MODULE, fun() -> bc() end)]),
    io:format("~p~n", [try_call(?MODULE, fun 'odd name'/0)]),
    io:format("~p~n", [try_call(?MODULE, fun() -> apply(?MODULE, exported, [1, 2]) end)]).

named() ->
    F = fun Loop(0) -> error(bottom); Loop(N) -> [Loop(N - 1)] end,
    {F(2)}.

nested_fun() ->
    F = fun() ->
            G = fun() -> {error(inner)} end,
            {G()}
        end,
    {F()}.

lc() -> [[error({lc, X, Y}) || Y <- [1]] || X <- [a]].

bc() -> << <<(element(X, {1, 2}))>> || X <- [1, 2, 3] >>.

'odd name'() -> {error('odd reason')}.

exported(A, B) -> {error({A, B})}.
