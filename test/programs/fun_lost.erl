%% funs whose module is deleted, purged, loaded again or replaced by another one
-module(fun_lost).
-export([main/0]).
-import(prog, [try_call/1]).

main() ->
    One = code("+"),
    Other = code("-"),
    load(One),
    F = lost:f(1),
    Bytes = term_to_binary(F),
    show(there, F),
    code:purge(lost),
    true = code:delete(lost),
    show(old, F),
    G = binary_to_term(Bytes),
    code:purge(lost),
    show(purged, F),
    show(decoded_before, G),
    show(decoded, binary_to_term(Bytes)),
    io:format("~p~n", [F =:= G andalso F =:= binary_to_term(Bytes)]),
    load(One),
    show(again, F),
    show(again_decoded, G),
    code:purge(lost),
    true = code:delete(lost),
    code:purge(lost),
    load(Other),
    show(other, F),
    load(One),
    show(both, F).

show(What, F) ->
    Info = [erlang:fun_info(F, I) || I <- [module, name, arity, env, type]],
    io:format("~p~n", [{What, Info, erlang:fun_info_mfa(F), is_function(F, 1), simple(try_call(fun() -> F(2) end))}]).

%% Texts of funs differ between releases.
simple({error, {badfun, F}}) when is_function(F) -> {error, badfun};
simple(X) -> X.

load(Code) ->
    {module, lost} = code:load_binary(lost, "lost.beam", Code).

code(Operator) ->
    prog:compiled("-module(lost). -export([f/1, stay/0]). f(Y) -> fun(X) -> X " ++ Operator ++
                      " Y end. stay() -> receive stop -> ok end, ok.").
