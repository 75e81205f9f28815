%% maps within maps, changed along a path
-module(map_nested_update).
-export([main/0]).
-import(prog, [normal/1]).

main() ->
    C = #{db => #{host => "localhost", port => 5432, opts => #{ssl => false}}, log => #{level => info}},
    C2 = put_in([db, opts, ssl], true, C),
    C3 = put_in([cache, size], 10, C2),
    io:format("~p~n", [normal(C3)]),
    io:format("~p~n", [[get_in([db, opts, ssl], X) || X <- [C, C2, C3]]]),
    io:format("~p~n", [get_in([db, nope, x], C)]),
    io:format("~p~n", [flatten(C3)]),
    #{db := #{opts := #{ssl := S}}} = C2,
    io:format("~p~n", [S]),
    io:format("~p~n", [lists:foldl(fun(W, A) -> maps:update_with(W, fun(N) -> N + 1 end, 1, A) end, #{}, [1, 2, 1, 3, 1, 2])]).

put_in([K], V, M) -> M#{K => V};
put_in([K | T], V, M) -> M#{K => put_in(T, V, maps:get(K, M, #{}))}.

get_in([], V) -> {ok, V};
get_in([K | T], #{} = M) ->
    case M of
        #{K := V} -> get_in(T, V);
        _ -> {error, K}
    end;
get_in(P, _) -> {error, P}.

flatten(M) -> lists:sort(flatten([], M)).
flatten(Path, #{} = M) -> lists:append([flatten([K | Path], V) || {K, V} <- maps:to_list(M)]);
flatten(Path, V) -> [{lists:reverse(Path), V}].
