%% a small Forth with definitions, conditionals and loops
-module(algo_rpn_forth).
-export([main/0]).
-import(prog, [try_call/1]).

main() ->
    [io:format("~s => ~0p~n", [P, try_call(fun() -> run(P) end)]) || P <- ["1 2 + 3 *", ": sq dup * ; 7 sq", ": fact dup 1 > if dup 1 - fact * then ; 10 fact", "5 0 do i loop", "1 2 3 rot", "1 2 swap over", ": fib dup 2 < if else dup 1 - fib swap 2 - fib + then ; 15 fib", "+", "10 0 /", "foo", "1 2 = 2 2 =", ": count 0 swap 0 do i + loop ; 101 count", "1 . 2 . 3"]].

run(S) ->
    {St, _, Out} = exec(string:lexemes(S, " "), [], #{}, []),
    {lists:reverse(St), lists:reverse(Out)}.

exec([], St, D, Out) -> {St, D, Out};
exec([":", N | T], St, D, Out) ->
    {Body, [";" | R]} = lists:splitwith(fun(W) -> W =/= ";" end, T),
    exec(R, St, D#{N => Body}, Out);
exec(["if" | T], [C | St], D, Out) ->
    {Then, Else, R} = branches(T, 0, [], none),
    {St2, D2, Out2} = exec(case C of 0 -> Else; _ -> Then end, St, D, Out),
    exec(R, St2, D2, Out2);
exec(["do" | T], [From, To | St], D, Out) ->
    {Body, ["loop" | R]} = lists:splitwith(fun(W) -> W =/= "loop" end, T),
    {St2, Out2} = lists:foldl(fun(I, {S, O}) ->
        {S2, _, O2} = exec([case W of "i" -> integer_to_list(I); _ -> W end || W <- Body], S, D, O),
        {S2, O2}
    end, {St, Out}, lists:seq(From, To - 1)),
    exec(R, St2, D, Out2);
exec(["." | T], [X | St], D, Out) -> exec(T, St, D, [X | Out]);
exec([W | T], St, D, Out) ->
    case D of
        #{W := Body} ->
            {St2, D2, Out2} = exec(Body, St, D, Out),
            exec(T, St2, D2, Out2);
        _ -> exec(T, word(W, St), D, Out)
    end.

branches(["if" | T], N, A, E) -> add("if", branches_more(T, N + 1, A, E), T, N, A, E);
branches(["then" | T], 0, A, none) -> {lists:reverse(A), [], T};
branches(["then" | T], 0, A, E) -> {lists:reverse(E), lists:reverse(A), T};
branches(["then" | T], N, A, E) -> branches(T, N - 1, ["then" | A], E);
branches(["else" | T], 0, A, none) -> branches(T, 0, [], A);
branches([W | T], N, A, E) -> branches(T, N, [W | A], E).

branches_more(_, _, _, _) -> nested.
add(W, nested, T, N, A, E) -> branches(T, N + 1, [W | A], E).

word("+", [B, A | S]) -> [A + B | S];
word("-", [B, A | S]) -> [A - B | S];
word("*", [B, A | S]) -> [A * B | S];
word("/", [B, A | S]) -> [A div B | S];
word("<", [B, A | S]) -> [flag(A < B) | S];
word(">", [B, A | S]) -> [flag(A > B) | S];
word("=", [B, A | S]) -> [flag(A =:= B) | S];
word("dup", [A | S]) -> [A, A | S];
word("drop", [_ | S]) -> S;
word("swap", [A, B | S]) -> [B, A | S];
word("over", [A, B | S]) -> [B, A, B | S];
word("rot", [A, B, C | S]) -> [C, A, B | S];
word(W, S) ->
    case string:to_integer(W) of
        {N, []} -> [N | S];
        _ -> throw({word, W, length(S)})
    end.

flag(true) -> 1;
flag(false) -> 0.
