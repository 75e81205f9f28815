%% calls to oneself with and without the module, in old and new code positions
-module(exports_and_calls).
-export([main/0]).
-export([exported/1, echo/2]).
-import(prog, [id/1, show/2]).

main() ->
    io:format("~w~n", [[local(1), ?MODULE:exported(1), apply(?MODULE, exported, [1])]]),
    show("not exported", fun() -> ?MODULE:local(1) end),
    show("apply not exported", fun() -> apply(?MODULE, local, [1]) end),
    F = fun local/1,
    G = fun ?MODULE:exported/1,
    io:format("~w~n", [[F(2), G(2), lists:map(fun local/1, [1, 2])]]),
    io:format("~w~n", [[erlang:function_exported(?MODULE, X, 1) || X <- [local, exported]]]),
    {M, N} = id({?MODULE, exported}),
    io:format("~w~n", [M:N(3)]),
    io:format("~w~n", [spawned()]).

local(X) -> {local, X}.
exported(X) -> {exported, X}.
echo(P, X) -> P ! {echo, X}.

spawned() ->
    [spawn(?MODULE, echo, [self(), X]) || X <- [1, 2]],
    lists:sort([receive {echo, X} -> X end || _ <- [1, 2]]).
