%% Hindley-Milner types of small expressions
-module(algo_type_inference).
-export([main/0]).

main() ->
    Es = [{id, {lam, x, {var, x}}}, {const, {lam, x, {lam, y, {var, x}}}}, {app, {lam, f, {lam, x, {app, {var, f}, {var, x}}}}},
          {compose, {lam, f, {lam, g, {lam, x, {app, {var, f}, {app, {var, g}, {var, x}}}}}}},
          {int, {app, {lam, x, {var, x}}, {int, 5}}}, {'let', {'let', i, {lam, x, {var, x}}, {app, {app, {lam, a, {lam, b, {var, a}}}, {app, {var, i}, {int, 1}}}, {app, {var, i}, {bool, true}}}}},
          {omega, {lam, x, {app, {var, x}, {var, x}}}}, {bad, {app, {int, 1}, {int, 2}}}, {unbound, {var, z}},
          {s, {lam, x, {lam, y, {lam, z, {app, {app, {var, x}, {var, z}}, {app, {var, y}, {var, z}}}}}}}],
    [io:format("~p: ~s~n", [N, try pretty(infer(E)) catch throw:W -> io_lib:format("~p", [W]) end]) || {N, E} <- Es],
    ok.

infer(E) ->
    {T, S, _} = w(#{}, E, #{}, 0),
    apply_s(S, T).

w(Env, {var, X}, S, N) ->
    case Env of
        #{X := {forall, Vs, T}} ->
            {Sub, N2} = lists:foldl(fun(V, {M, K}) -> {M#{V => {tv, K}}, K + 1} end, {#{}, N}, Vs),
            {inst(T, Sub), S, N2};
        #{} -> throw({unbound, X})
    end;
w(_, {int, _}, S, N) -> {int, S, N};
w(_, {bool, _}, S, N) -> {bool, S, N};
w(Env, {lam, X, B}, S, N) ->
    A = {tv, N},
    {T, S2, N2} = w(Env#{X => {forall, [], A}}, B, S, N + 1),
    {{fn, A, T}, S2, N2};
w(Env, {app, F, X}, S, N) ->
    {Tf, S1, N1} = w(Env, F, S, N),
    {Tx, S2, N2} = w(Env, X, S1, N1),
    R = {tv, N2},
    {R, unify(Tf, {fn, Tx, R}, S2), N2 + 1};
w(Env, {'let', X, E, B}, S, N) ->
    {T, S1, N1} = w(Env, E, S, N),
    T1 = apply_s(S1, T),
    Free = lists:usort(tvs(T1)) -- lists:append([tvs(apply_s(S1, U)) || {forall, _, U} <- maps:values(Env)]),
    w(Env#{X => {forall, Free, T1}}, B, S1, N1).

inst({tv, V}, Sub) -> maps:get(V, Sub, {tv, V});
inst({fn, A, B}, Sub) -> {fn, inst(A, Sub), inst(B, Sub)};
inst(T, _) -> T.

walk({tv, V}, S) when is_map_key(V, S) -> walk(maps:get(V, S), S);
walk(T, _) -> T.

apply_s(S, T) ->
    case walk(T, S) of
        {fn, A, B} -> {fn, apply_s(S, A), apply_s(S, B)};
        U -> U
    end.

tvs({tv, V}) -> [V];
tvs({fn, A, B}) -> tvs(A) ++ tvs(B);
tvs(_) -> [].

unify(A, B, S) ->
    case {walk(A, S), walk(B, S)} of
        {X, X} -> S;
        {{tv, V}, T} -> bind(V, T, S);
        {T, {tv, V}} -> bind(V, T, S);
        {{fn, P, Q}, {fn, U, V}} -> unify(Q, V, unify(P, U, S));
        {X, Y} -> throw({mismatch, base(X), base(Y)})
    end.
base({fn, _, _}) -> function;
base(T) -> T.

bind(V, T, S) ->
    case lists:member(V, tvs(apply_s(S, T))) of
        true -> throw(infinite_type);
        false -> S#{V => T}
    end.

pretty(T) ->
    Names = maps:from_list(lists:zip(uniq(tvs(T)), lists:seq(0, length(uniq(tvs(T))) - 1))),
    pretty(T, Names).
pretty({tv, V}, M) -> [$a + maps:get(V, M)];
pretty({fn, {fn, _, _} = A, B}, M) -> ["(", pretty(A, M), ") -> ", pretty(B, M)];
pretty({fn, A, B}, M) -> [pretty(A, M), " -> ", pretty(B, M)];
pretty(T, _) -> atom_to_list(T).

uniq([]) -> [];
uniq([H | T]) -> [H | uniq([X || X <- T, X =/= H])].
