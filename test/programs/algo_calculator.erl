%% a recursive descent parser with precedence, unary minus and powers
-module(algo_calculator).
-export([main/0]).
-import(prog, [try_call/1]).

main() ->
    Es = ["1+2*3", "(1+2)*3", "2^3^2", "-2^2", "10/4", "10//4", "7%3", "2*(3+4)*5-6", "1+", "((1)", "3.5*2", "2 ^ 100", "1/0", "abc+1", "--3", ""],
    [io:format("~s = ~0p~n", [E, case try_call(fun() -> eval(E) end) of {ok, V} -> V; {C, R} -> {C, R} end]) || E <- Es].

eval(S) ->
    {V, []} = sum(tokens(S)),
    V.

tokens([C | T]) when C =< $\s -> tokens(T);
tokens("//" ++ T) -> ['//' | tokens(T)];
tokens([C | T]) when C >= $0, C =< $9 -> number(T, [C]);
tokens([C | T]) when C >= $a, C =< $z -> throw({unknown, [C | T]});
tokens([C | T]) -> [list_to_atom([C]) | tokens(T)];
tokens([]) -> [].

number([C | T], Acc) when C >= $0, C =< $9; C =:= $. -> number(T, [C | Acc]);
number(T, Acc) ->
    S = lists:reverse(Acc),
    [case lists:member($., S) of true -> list_to_float(S); false -> list_to_integer(S) end | tokens(T)].

sum(Ts) -> {A, R} = product(Ts), sum(A, R).
sum(A, ['+' | Ts]) -> {B, R} = product(Ts), sum(A + B, R);
sum(A, ['-' | Ts]) -> {B, R} = product(Ts), sum(A - B, R);
sum(A, R) -> {A, R}.

product(Ts) -> {A, R} = unary(Ts), product(A, R).
product(A, ['*' | Ts]) -> {B, R} = unary(Ts), product(A * B, R);
product(A, ['/' | Ts]) -> {B, R} = unary(Ts), product(A / B, R);
product(A, ['//' | Ts]) -> {B, R} = unary(Ts), product(A div B, R);
product(A, ['%' | Ts]) -> {B, R} = unary(Ts), product(A rem B, R);
product(A, R) -> {A, R}.

unary(['-' | Ts]) -> {A, R} = unary(Ts), {-A, R};
unary(Ts) -> power(Ts).

power(Ts) ->
    case atom(Ts) of
        {A, ['^' | R]} -> {B, R2} = unary(R), {pow(A, B), R2};
        AR -> AR
    end.

pow(_, 0) -> 1;
pow(A, N) when N > 0 -> A * pow(A, N - 1).

atom(['(' | Ts]) ->
    case sum(Ts) of
        {A, [')' | R]} -> {A, R};
        {_, R} -> throw({expected, ')', R})
    end;
atom([N | R]) when is_number(N) -> {N, R};
atom(R) -> throw({expected, number, R}).
