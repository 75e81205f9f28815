%% A module that was once loaded can be deleted again, one that never was can not
-module(code_delete_gone).
-export([main/0]).

main() ->
    io:format("~p~n", [erlang:delete_module(never_loaded)]),
    Forms = [
        {attribute, 1, module, delete_gone},
        {attribute, 2, export, [{f, 0}]},
        {function, 3, f, 0, [{clause, 3, [], [], [{atom, 3, ok}]}]}
    ],
    {ok, delete_gone, Code} = compile:forms(Forms, []),
    {module, delete_gone} = code:load_binary(delete_gone, "delete_gone.erl", Code),
    io:format("~p~n", [[erlang:delete_module(delete_gone), catch_(fun() -> erlang:delete_module(delete_gone) end)]]),
    code:purge(delete_gone),
    io:format("~p~n", [[erlang:delete_module(delete_gone), erlang:delete_module(delete_gone)]]),
    io:format("~p~n", [[erlang:module_loaded(delete_gone), erlang:check_old_code(delete_gone)]]),
    catch called_only:f(),
    io:format("~p~n", [erlang:delete_module(called_only)]).

catch_(F) -> try F() catch C:R -> {C, R} end.
