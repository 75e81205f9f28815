%% a stack machine and a compiler from expressions to it
-module(algo_interpreter).
-export([main/0]).
-import(prog, [try_call/1]).

main() ->
    Prog = [{set, n, {int, 10}}, {set, a, {int, 0}}, {set, b, {int, 1}},
            {while, {'>', {var, n}, {int, 0}},
             [{print, {var, a}}, {set, t, {'+', {var, a}, {var, b}}}, {set, a, {var, b}}, {set, b, {var, t}}, {set, n, {'-', {var, n}, {int, 1}}}]},
            {'if', {'==', {var, a}, {int, 55}}, [{print, {int, 1}}], [{print, {int, 0}}]},
            {print, {'*', {'+', {int, 2}, {int, 3}}, {neg, {var, a}}}}],
    Code = list_to_tuple(assemble(compile(Prog))),
    io:format("~w~n", [tuple_size(Code)]),
    [io:format("~w ~w~n", [I, element(I, Code)]) || I <- lists:seq(1, tuple_size(Code))],
    io:format("~w~n", [run(Code)]),
    io:format("~w~n", [try_call(fun() -> run(list_to_tuple(assemble(compile([{print, {var, undefined_variable}}])))) end)]).

compile(L) when is_list(L) -> [compile(S) || S <- L];
compile({set, V, E}) -> [compile(E), {store, V}];
compile({print, E}) -> [compile(E), print];
compile({while, C, Body}) ->
    B = lists:flatten(compile(Body)),
    Cond = lists:flatten(compile(C)),
    [Cond, {jz, length(B) + 1}, B, {jmp, -(length(B) + 2 + length(Cond))}];
compile({'if', C, T, E}) ->
    Tc = lists:flatten(compile(T)),
    Ec = lists:flatten(compile(E)),
    [compile(C), {jz, length(Tc) + 1}, Tc, {jmp, length(Ec)}, Ec];
compile({int, N}) -> [{push, N}];
compile({var, V}) -> [{load, V}];
compile({neg, E}) -> [compile(E), neg];
compile({Op, A, B}) -> [compile(A), compile(B), {op, Op}].

assemble(C) -> lists:flatten(C) ++ [halt].

run(Code) -> run(Code, 1, [], #{}, []).
run(Code, Pc, St, Env, Out) ->
    case {element(Pc, Code), St} of
        {halt, _} -> {lists:reverse(Out), lists:sort(maps:to_list(Env))};
        {{push, N}, _} -> run(Code, Pc + 1, [N | St], Env, Out);
        {{load, V}, _} ->
            case Env of
                #{V := X} -> run(Code, Pc + 1, [X | St], Env, Out);
                #{} -> error({unbound, V})
            end;
        {{store, V}, [X | T]} -> run(Code, Pc + 1, T, Env#{V => X}, Out);
        {print, [X | T]} -> run(Code, Pc + 1, T, Env, [X | Out]);
        {{jz, N}, [0 | T]} -> run(Code, Pc + 1 + N, T, Env, Out);
        {{jz, _}, [_ | T]} -> run(Code, Pc + 1, T, Env, Out);
        {{jmp, N}, _} -> run(Code, Pc + 1 + N, St, Env, Out);
        {neg, [X | T]} -> run(Code, Pc + 1, [-X | T], Env, Out);
        {{op, Op}, [B, A | T]} -> run(Code, Pc + 1, [op(Op, A, B) | T], Env, Out)
    end.

op('+', A, B) -> A + B;
op('-', A, B) -> A - B;
op('*', A, B) -> A * B;
op('>', A, B) when A > B -> 1;
op('==', A, A) -> 1;
op(_, _, _) -> 0.
