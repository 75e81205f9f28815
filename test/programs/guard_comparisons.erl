%% comparisons of a variable with constants, merged by the compiler into ranges
-module(guard_comparisons).
-export([main/0]).
-import(prog, [id/1]).

main() ->
    L = [-1, 0, 1, 9, 10, 11, 99, 100, 101, 255, 256, 1000, 1 bsl 40, 1 bsl 70, 5.5, 10.0, 1.0e30, a, [], {}],
    [io:format("~p ~p ~p ~p~n", [X, range(id(X)), char(id(X)), equal(id(X))]) || X <- L].

range(X) when X < 0 -> negative;
range(X) when X >= 0, X < 10 -> digit;
range(X) when X =< 99 -> two_digits;
range(X) when is_integer(X), X > 1000000 -> huge;
range(X) when is_number(X) -> number;
range(X) when X > 0 -> above_numbers.

char(C) when is_integer(C), 0 =< C, C =< 9 -> control;
char(C) when C >= $a, C =< $z; C >= $A, C =< $Z -> letter;
char(C) when is_integer(C), C >= 0, C < 256 -> byte;
char(_) -> other.

equal(X) when X == 10 -> ten;
equal(X) when X =:= 100; X =:= 101 -> hundred;
equal(X) when X /= 0, X =/= 1, X < 5 -> small;
equal(_) -> other.
