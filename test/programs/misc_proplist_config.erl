%% a configuration reader with defaults, merging, validation and environment-like overrides
-module(misc_proplist_config).
-export([main/0]).

main() ->
    Default = [{port, 80}, {host, "localhost"}, {debug, false}, {limits, [{mem, 100}, {cpu, 2}]}],
    User = [{port, 8080}, debug, {limits, [{mem, 200}]}, {extra, [a, b]}],
    M = merge(Default, User),
    io:format("~p~n", [M]),
    io:format("~p~n", [[get_path(P, M) || P <- [[port], [limits, cpu], [limits, disk], [debug], [nope, x]]]]),
    io:format("~p~n", [validate(M, [{port, fun is_integer/1}, {host, fun is_list/1}, {debug, fun is_boolean/1}])]),
    io:format("~p~n", [validate([{port, "80"}], [{port, fun is_integer/1}, {host, fun is_list/1}])]),
    io:format("~p~n", [override(M, ["port=9", "limits.mem=5", "new=x"])]),
    io:format("~p~n", [diff(Default, M)]).

merge(A, B0) ->
    B = proplists:unfold(B0),
    Keys = lists:usort([K || {K, _} <- A ++ B]),
    [{K, case {lists:keyfind(K, 1, A), lists:keyfind(K, 1, B)} of
             {{K, [{_, _} | _] = X}, {K, [{_, _} | _] = Y}} -> merge(X, Y);
             {_, {K, Y}} -> Y;
             {{K, X}, false} -> X
         end} || K <- Keys].

get_path([], V) -> {ok, V};
get_path([K | T], L) when is_list(L) ->
    case lists:keyfind(K, 1, L) of
        {K, V} -> get_path(T, V);
        false -> {missing, K}
    end.

validate(C, Rules) -> [{K, case lists:keyfind(K, 1, C) of {K, V} -> case F(V) of true -> ok; false -> {bad, V} end; false -> missing end} || {K, F} <- Rules].

override(C, Sets) -> lists:foldl(fun(S, A) -> [K, V] = string:split(S, "="), set([list_to_atom(X) || X <- string:lexemes(K, ".")], value(V), A) end, C, Sets).
set([K], V, C) -> lists:keystore(K, 1, C, {K, V});
set([K | T], V, C) -> {K, Sub} = lists:keyfind(K, 1, C), lists:keystore(K, 1, C, {K, set(T, V, Sub)}).
value(S) ->
    try list_to_integer(S) catch error:badarg -> list_to_atom(S) end.

diff(A, B) -> [{K, X, Y} || {K, X} <- A, {K2, Y} <- B, K =:= K2, X =/= Y] ++ [{K, added, Y} || {K, Y} <- B, not lists:keymember(K, 1, A)].
