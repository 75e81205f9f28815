%% modules of OTP are loaded when first called; module_info
-module(code_loading).
-export([main/0]).
-import(prog, [show/2]).

-my_attr([1, two]).
-compile({nowarn_unused_function, other/1}).

main() ->
    io:format("~p~n", [digraph:get_short_path(begin G = digraph:new(), [digraph:add_vertex(G, V) || V <- [1, 2]], digraph:add_edge(G, 1, 2), G end, 1, 2)]),
    io:format("~p~n", [erlang:module_loaded(digraph)]),
    io:format("~p~n", [erlang:function_exported(digraph, new, 0)]),
    io:format("~p~n", [[lists:member({main, 0}, ?MODULE:module_info(exports)), ?MODULE:module_info(module), is_list(?MODULE:module_info(attributes)), is_binary(?MODULE:module_info(md5))]]),
    io:format("~p~n", [lists:sort([F || {F, _} <- ?MODULE:module_info(functions)])]),
    io:format("~p~n", [proplists:get_value(my_attr, ?MODULE:module_info(attributes))]),
    show("no such item", fun() -> ?MODULE:module_info(nosuch) end),
    show("no such module", fun() -> nosuchmodule:module_info() end),
    io:format("~p~n", [[erlang:is_builtin(erlang, abs, 1), erlang:is_builtin(lists, map, 2), erlang:is_builtin(lists, reverse, 2)]]),
    io:format("~p~n", [lists:sort([K || {K, _} <- ?MODULE:module_info()])]),
    io:format("~p~n", [exports()]),
    F = fun lazy:nothing/0,
    io:format("~p~n", [F]),
    io:format("~p~n", [[?MODULE, ?FILE, ?LINE, ?FUNCTION_NAME, ?FUNCTION_ARITY]]).

other(X) -> X.

%% Of a module that nobody has named before: the order is the source's.
exports() ->
    Lines = ["-module(unnamed).", "-export([b/0, c/1, a/0, c/0]).", "b() -> 1.", "c(X) -> X.", "a() -> 2.", "c() -> 3."],
    Forms = [begin {ok, Ts, _} = erl_scan:string(L), {ok, F} = erl_parse:parse_form(Ts), F end || L <- Lines],
    {ok, M, Code} = compile:forms(Forms),
    {module, M} = code:load_binary(M, "unnamed", Code),
    M:module_info(exports).
