%% lambda calculus with de Bruijn indices, Church numerals and normal forms
-module(algo_lambda).
-export([main/0]).

main() ->
    Two = church(2),
    Three = church(3),
    Plus = parse("\\m.\\n.\\f.\\x.m f (n f x)"),
    Times = parse("\\m.\\n.\\f.m (n f)"),
    io:format("~p~n", [[unchurch(nf(T)) || T <- [Two, app(Plus, [Two, Three]), app(Times, [Three, Three]), app(Two, [Three]), app(Three, [Two])]]]),
    io:format("~s~n", [[[show_term(nf(parse(S))), "\n"] || S <- ["(\\x.x) (\\y.y)", "(\\x.\\y.x) a b", "\\x.(\\y.y) x", "(\\x.x x) (\\y.y) z"]]]),
    Fact = parse("\\n.n (\\p.\\c.p (\\a.\\b.c (\\f.\\x.f (a f x)) (\\f.a (b f)))) (\\c.c (\\f.f) (\\f.f)) (\\a.\\b.b)"),
    io:format("~p~n", [[unchurch(nf(app(Fact, [church(N)]))) || N <- [0, 1, 2, 3, 4]]]).

church(N) -> {lam, {lam, lists:foldl(fun(_, T) -> {app, {v, 1}, T} end, {v, 0}, lists:seq(1, N))}}.
unchurch({lam, {lam, B}}) -> count(B);
unchurch({lam, {v, 0}}) -> 1.
count({v, 0}) -> 0;
count({app, {v, 1}, T}) -> 1 + count(T).
app(F, As) -> lists:foldl(fun(A, T) -> {app, T, A} end, F, As).

nf({lam, B}) -> {lam, nf(B)};
nf({app, F, A}) ->
    case whnf(F) of
        {lam, B} -> nf(subst(B, 0, A));
        G -> {app, nf(G), nf(A)}
    end;
nf(T) -> T.
whnf({app, F, A}) ->
    case whnf(F) of
        {lam, B} -> whnf(subst(B, 0, A));
        G -> {app, G, A}
    end;
whnf(T) -> T.

subst({v, N}, N, A) -> shift(A, 0, N);
subst({v, M}, N, _) when is_integer(M), M > N -> {v, M - 1};
subst({v, M}, _, _) -> {v, M};
subst({lam, B}, N, A) -> {lam, subst(B, N + 1, A)};
subst({app, F, X}, N, A) -> {app, subst(F, N, A), subst(X, N, A)}.
shift({v, M}, C, D) when is_integer(M), M >= C -> {v, M + D};
shift({v, M}, _, _) -> {v, M};
shift({lam, B}, C, D) -> {lam, shift(B, C + 1, D)};
shift({app, F, X}, C, D) -> {app, shift(F, C, D), shift(X, C, D)}.

parse(S) -> {T, []} = term(S, []), T.
term([$\\, V, $. | S], Env) -> {B, R} = term(S, [V | Env]), {{lam, B}, R};
term(S, Env) -> {A, R} = atom(S, Env), apps(A, R, Env).
apps(F, [$\s | R], Env) -> apps(F, R, Env);
apps(F, [$\\ | _] = S, Env) -> {A, R} = term(S, Env), {{app, F, A}, R};
apps(F, [C | _] = S, Env) when C =/= $) -> {A, R} = atom(S, Env), apps({app, F, A}, R, Env);
apps(F, R, _) -> {F, R}.
atom([$( | S], Env) -> {T, [$) | R]} = term(S, Env), {T, R};
atom([V | R], Env) -> {{v, index(V, Env, 0)}, R}.
index(V, [V | _], N) -> N;
index(V, [_ | T], N) -> index(V, T, N + 1);
index(V, [], _) -> {free, V}.

show_term({v, {free, V}}) -> [V];
show_term({v, N}) -> integer_to_list(N);
show_term({lam, B}) -> ["\\", show_term(B)];
show_term({app, F, A}) -> ["(", show_term(F), " ", show_term(A), ")"].
