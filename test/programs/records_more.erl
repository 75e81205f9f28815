%% records with defaults that call functions, nested updates, in guards and as keys
-module(records_more).
-export([main/0]).
-import(prog, [id/1, show/2]).

-record(cfg, {name = make_name(), opts = #{} :: map(), list = lists:seq(1, 3), fn = fun(X) -> X + 1 end}).
-record(tree, {left, key, right}).

main() ->
    C = #cfg{},
    io:format("~w~n", [{C#cfg.name, C#cfg.list, (C#cfg.fn)(1)}]),
    C2 = C#cfg{opts = (C#cfg.opts)#{a => 1}, list = [0 | C#cfg.list]},
    io:format("~w~n", [{C2#cfg.opts, C2#cfg.list}]),
    T = lists:foldl(fun insert/2, undefined, [5, 2, 8, 1, 9, 3]),
    io:format("~w~n", [to_list(T)]),
    io:format("~w~n", [T#tree.left#tree.key]),
    io:format("~w~n", [[kind(X) || X <- [C, T, {cfg, 1}, #tree{key = 5}, undefined]]]),
    M = #{#tree{key = 1} => one, #tree{key = 2} => two},
    io:format("~w~n", [maps:get(#tree{key = 2}, M)]),
    io:format("~w~n", [[X#tree.key || X = #tree{} <- [T, a, #tree{key = z}]]]),
    io:format("~w~n", [setelement(#tree.key, T, changed) =:= T#tree{key = changed}]),
    io:format("~w~n", [tuple_size(#cfg{})]),
    io:format("~w~n", [#tree{_ = x}]),
    show("bad update", fun() -> (id({tree, 1, 2}))#tree{key = 3} end),
    show("bad record", fun() -> (id(a))#cfg.name end).

make_name() -> made.

insert(K, undefined) -> #tree{key = K};
insert(K, #tree{key = X, left = L} = T) when K < X -> T#tree{left = insert(K, L)};
insert(K, #tree{right = R} = T) -> T#tree{right = insert(K, R)}.

to_list(undefined) -> [];
to_list(#tree{left = L, key = K, right = R}) -> to_list(L) ++ [K | to_list(R)].

kind(#cfg{}) -> cfg;
kind(T) when is_record(T, tree), T#tree.left =:= undefined -> leaf;
kind(T) when T#tree.key > 4 -> tree;
kind(_) -> none.
