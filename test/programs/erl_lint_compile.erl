%% modules compiled at run time, loaded and called, with errors and warnings
-module(erl_lint_compile).
-export([main/0]).
-import(prog, [show/2]).

main() ->
    io:format("~p~n", [load(["-module(dyn1).", "-export([f/1, g/0]).", "f(X) -> X * 2.", "g() -> [f(X) || X <- [1, 2, 3]]."])]),
    io:format("~p~n", [[dyn1:f(21), dyn1:g()]]),
    io:format("~p~n", [load(["-module(dyn1).", "-export([f/1]).", "f(X) -> {new, X}."])]),
    io:format("~p~n", [dyn1:f(1)]),
    show("gone", fun() -> dyn1:g() end),
    io:format("~p~n", [load(["-module(bad).", "-export([f/0]).", "f() -> X."])]),
    io:format("~p~n", [load(["-module(bad).", "-export([f/0, nope/1]).", "f() -> g()."])]),
    io:format("~p~n", [load(["-module(warn).", "-export([f/1]).", "f(X) -> Y = 1, ok."])]),
    io:format("~p~n", [lists:sort([F || F <- dyn1:module_info(exports)])]),
    io:format("~p~n", [erlang:function_exported(dyn1, f, 1)]),
    code:purge(dyn1), code:delete(dyn1), code:purge(dyn1),
    show("deleted", fun() -> erlang:module_loaded(dyn1) end).

load(Lines) ->
    Forms = [begin {ok, Ts, _} = erl_scan:string(L, N), {ok, F} = erl_parse:parse_form(Ts), F end || {N, L} <- lists:enumerate(Lines)],
    case compile:forms(Forms, [return, binary]) of
        {ok, M, Bin, Ws} ->
            {module, M} = code:load_binary(M, "dyn.erl", Bin),
            {ok, M, [W || {_, L} <- Ws, W <- L]};
        {error, Es, _} -> {error, [{L, Mod, D} || {_, Ls} <- Es, {L, Mod, D} <- Ls]}
    end.
