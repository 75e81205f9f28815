%% core and assembly of a small module, its chunks and its disassembly
-module(tool_compile_core).
-export([main/0]).

main() ->
    Forms = [begin {ok, Ts, _} = erl_scan:string(L, N), {ok, F} = erl_parse:parse_form(Ts), F end || {N, L} <- [{1, "-module(tiny)."}, {2, "-export([f/1, g/2])."}, {3, "f(X) when is_integer(X) -> X + 1; f(_) -> none."}, {4, "g(A, B) -> {f(A), [B || _ <- A]}."}]],
    {ok, tiny, Core} = compile:forms(Forms, [to_core, binary]),
    io:format("~p~n", [[cerl:var_name(V) || {V, _} <- cerl:module_defs(Core)]]),
    {ok, tiny, Asm} = compile:forms(Forms, [to_asm, binary]),
    io:format("~p~n", [[{N, A} || F <- tuple_to_list(Asm), is_list(F), {function, N, A, _, _} <- F]]),
    {ok, tiny, Bin} = compile:forms(Forms, [deterministic]),
    io:format("~p~n", [element(1, beam_lib:md5(Bin))]),
    {ok, {tiny, [{exports, Es}]}} = beam_lib:chunks(Bin, [exports]),
    io:format("~p~n", [lists:sort(Es)]),
    {beam_file, tiny, _, _, _, Code} = beam_disasm:file(Bin),
    io:format("~p~n", [[{N, A} || {function, N, A, _, _} <- Code]]),
    io:format("~p~n", [lists:member("Code", [element(1, C) || C <- element(3, beam_lib:all_chunks(Bin))])]),
    {module, tiny} = code:load_binary(tiny, "tiny", Bin),
    io:format("~p~n", [[tiny:f(1), tiny:f(a), tiny:g([1, 2], x)]]),
    code:delete(tiny),
    code:purge(tiny).
