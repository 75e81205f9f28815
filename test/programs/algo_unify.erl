%% unification and a tiny Prolog
-module(algo_unify).
-export([main/0]).

main() ->
    Db = [{{parent, tom, bob}, []}, {{parent, tom, liz}, []}, {{parent, bob, ann}, []}, {{parent, bob, pat}, []}, {{parent, pat, jim}, []},
          {{anc, {'$', x}, {'$', y}}, [{parent, {'$', x}, {'$', y}}]},
          {{anc, {'$', x}, {'$', y}}, [{parent, {'$', x}, {'$', z}}, {anc, {'$', z}, {'$', y}}]},
          {{app, [], {'$', l}, {'$', l}}, []},
          {{app, [{'$', h} | {'$', t}], {'$', l}, [{'$', h} | {'$', r}]}, [{app, {'$', t}, {'$', l}, {'$', r}}]}],
    io:format("~p~n", [solve(Db, {anc, tom, {'$', w}}, {'$', w})]),
    io:format("~p~n", [solve(Db, {anc, {'$', w}, jim}, {'$', w})]),
    io:format("~p~n", [solve(Db, {app, {'$', a}, {'$', b}, [1, 2, 3]}, {{'$', a}, {'$', b}})]),
    io:format("~p~n", [solve(Db, {app, [1, 2], [3], {'$', a}}, {'$', a})]),
    io:format("~p~n", [unify({f, {'$', x}, b}, {f, a, {'$', y}}, #{}) =/= fail]),
    io:format("~p~n", [unify({f, {'$', x}}, {g, a}, #{})]).

solve(Db, Goal, Answer) -> [subst(Answer, S) || S <- run(Db, [Goal], #{}, 0)].

run(_, [], S, _) -> [S];
run(Db, [G | Gs], S, N) ->
    lists:append([case unify(G, H, S) of
                      fail -> [];
                      S2 -> run(Db, B ++ Gs, S2, N + 1)
                  end || C <- Db, {H, B} <- [rename(C, N)]]).

rename({'$', V}, N) -> {'$', {V, N}};
rename(T, N) when is_tuple(T) -> list_to_tuple([rename(X, N) || X <- tuple_to_list(T)]);
rename([H | T], N) -> [rename(H, N) | rename(T, N)];
rename(T, _) -> T.

walk({'$', _} = V, S) ->
    case S of
        #{V := T} -> walk(T, S);
        _ -> V
    end;
walk(T, _) -> T.

unify(A, B, S) ->
    case {walk(A, S), walk(B, S)} of
        {X, X} -> S;
        {{'$', _} = V, T} -> S#{V => T};
        {T, {'$', _} = V} -> S#{V => T};
        {[X | Xs], [Y | Ys]} ->
            case unify(X, Y, S) of
                fail -> fail;
                S2 -> unify(Xs, Ys, S2)
            end;
        {X, Y} when is_tuple(X), is_tuple(Y), tuple_size(X) =:= tuple_size(Y) -> unify(tuple_to_list(X), tuple_to_list(Y), S);
        _ -> fail
    end.

subst(T, S) ->
    case walk(T, S) of
        [H | R] -> [subst(H, S) | subst(R, S)];
        {'$', _} = V -> V;
        X when is_tuple(X) -> list_to_tuple([subst(E, S) || E <- tuple_to_list(X)]);
        X -> X
    end.
