%% binaries matched inside tuples, lists and maps
-module(pattern_binary_in_structures).
-export([main/0]).
-import(prog, [id/1]).

main() ->
    io:format("~p~n", [[f(id(X)) || X <- [{msg, <<1, 2, 3>>}, {msg, <<>>}, [<<"k=", "v">>, rest], #{bin => <<5:3, 7:5>>}, {<<"a">>, <<"a">>}, {<<"a">>, <<"b">>}, <<"abc">>]]]),
    {ok, <<Len:16, Body:Len/binary, Tail/binary>>} = id({ok, <<0, 3, "bodytail">>}),
    io:format("~p~n", [{Len, Body, Tail}]),
    [<<A, _/binary>>, <<B, _/binary>> | _] = id([<<"xyz">>, <<"uvw">>, other]),
    io:format("~p~n", [{A, B}]),
    F = fun(<<N, Rest/binary>>, {N, M}) when byte_size(Rest) > M -> {yes, Rest}; (_, _) -> no end,
    io:format("~p~n", [[F(<<5, 1, 2>>, {5, 1}), F(<<5, 1, 2>>, {5, 2}), F(<<5>>, {6, 0})]]).

f({msg, <<T, R/binary>>}) -> {T, byte_size(R)};
f({msg, <<>>}) -> empty;
f([<<"k=", V/binary>> | T]) -> {V, T};
f(#{bin := <<A:3, B:5>>}) -> {A, B};
f({B, B}) when is_binary(B) -> same;
f({<<X, _/bits>>, <<Y, _/bits>>}) -> X - Y;
f(<<_, M, _>>) -> M.
