%% several generators over binaries and lists, with filters between
-module(bin_generators_nested).
-export([main/0]).

main() ->
    io:format("~w~n", [[{X, Y} || <<X>> <= <<1, 2, 3>>, X > 1, <<Y:4>> <= <<16#12>>]]),
    io:format("~w~n", [<< <<(X + Y)>> || X <- [1, 2], <<Y>> <= <<10, 20>> >>]),
    io:format("~w~n", [[{A, B} || {A, Bin} <- [{x, <<1, 2>>}, {y, <<3>>}], <<B>> <= Bin]]),
    io:format("~w~n", [<< <<X:4>> || <<X:4>> <= <<16#1234:16>>, X rem 2 =:= 0 >>]),
    io:format("~w~n", [[S || <<L, S:L/binary>> <= <<1, "a", 2, "bc", 0, 5, "xx">>]]),
    io:format("~w~n", [[X || <<X:3, _:2>> <= <<16#abcdef:24>>]]),
    io:format("~w~n", [[X || <<$a, X>> <= <<"a1a2b3a4">>]]),
    io:format("~w~n", [[X || <<X:16/little-signed>> <= <<255, 255, 1, 0, 9>>]]),
    io:format("~w~n", [lists:sum([X * Y || <<X>> <= <<1, 2, 3>>, <<Y>> <= <<4, 5, 6>>])]),
    io:format("~w~n", [<< <<Y, X>> || <<X, Y>> <= <<1, 2, 3, 4, 5>> >>]).
