%% numbers, strings and atoms into each other, as programs do it
-module(str_conversion).
-export([main/0]).

main() ->
    io:format("~p~n", [[integer_to_list(N) || N <- [0, -5, 1 bsl 64]]]),
    io:format("~p~n", [[list_to_integer(string:trim(S)) || S <- [" 42", "-7\n", "0012"]]]),
    io:format("~p~n", [[to_number(S) || S <- ["1", "1.5", "-2e3", "x", "1.5.5", "", "+7"]]]),
    io:format("~p~n", [lists:concat([abc, 1, 2.5, "def", 'G H'])]),
    io:format("~p~n", [[lists:flatten(io_lib:format("~p", [X])) || X <- [a, "s", 1.0, {x}, [1 | 2], <<"b">>]]]),
    io:format("~p~n", [[list_to_binary(io_lib:format("~w-~s", [a, b])), iolist_to_binary(["a", $b, <<"c">>])]]),
    io:format("~p~n", [[hex(<<0, 255, 16>>), unhex("00ff10"), bits(5), bits(-1 band 255)]]),
    io:format("~p~n", [[camel("snake_case_name"), snake("camelCaseName")]]),
    io:format("~p~n", [[atom_to_list(a), list_to_atom("b c"), binary_to_list(<<"x">>), list_to_binary("y"), tuple_to_list({1, 2}), list_to_tuple([a])]]),
    io:format("~p~n", [[float_to_list(1.0), float_to_binary(2.5), binary_to_float(<<"1.5">>), list_to_float("1.0e3"), trunc(2.7), round(2.5), round(-2.5)]]).

to_number(S) ->
    case string:to_float(S) of
        {F, []} when is_float(F) -> F;
        _ ->
            case string:to_integer(S) of
                {N, []} -> N;
                _ -> {bad, S}
            end
    end.

hex(B) -> lists:flatten([io_lib:format("~2.16.0b", [X]) || <<X>> <= B]).
unhex([A, B | T]) -> [list_to_integer([A, B], 16) | unhex(T)];
unhex([]) -> [].
bits(N) -> integer_to_list(N, 2).
camel(S) -> [H | T] = string:lexemes(S, "_"), lists:append([H | [[string:to_upper(C) | R] || [C | R] <- T]]).
snake(S) -> lists:flatten([if C >= $A, C =< $Z -> [$_, C + 32]; true -> C end || C <- S]).
