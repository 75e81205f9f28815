%% long functions that are left at each of hundreds of places: straight, with branches, in try, with funs and binaries
-module(long_functions).
-export([main/0]).
-import(prog, [id/1, show/2]).

-define(T(S), S, S, S, S, S, S, S, S, S, S).
-define(H(S), ?T(?T(S))).

main() ->
    put(n, 0),
    put(sum, 0),
    io:format("~p~n", [straight(id(1000), {start, self()} =:= {start, self()})]),
    io:format("~p~n", [get(n)]),
    io:format("~p~n", [branches(id(3))]),
    io:format("~p~n", [get(sum)]),
    io:format("~p~n", [[caught(id(N)) || N <- [0, 150, 250, 400]]]),
    io:format("~p~n", [[again(id(N), []) || N <- [0, 1, 7]]]),
    show("raised far down", fun() -> put(n, -1), straight(id(x), true) end).

%% Two hundred thousand bytes of BEAM code, and eight hundred points.
straight(Kept, Flag) ->
    Text = <<"kept ", (integer_to_binary(get(n)))/binary>>,
    ?H(step(get(n), {Kept, [get(n) | Kept], Flag, "text"})),
    ?H(step(get(n), {Kept, [get(n) | Kept], Flag, "text"})),
    ?H(step(get(n), {Kept, [get(n) | Kept], Flag, "text"})),
    ?H(step(get(n), {Kept, [get(n) | Kept], Flag, "text"})),
    F = fun(X) -> {X, Kept, Text} end,
    ?H(step(get(n), {Kept, [get(n) | Kept], Flag, "text"})),
    ?H(step(get(n), {Kept, [get(n) | Kept], Flag, "text"})),
    ?H(step(get(n), {Kept, [get(n) | Kept], Flag, "text"})),
    ?H(step(get(n), {Kept, [get(n) | Kept], Flag, "text"})),
    {Text, F(Flag), Kept + 1}.

step(N, {Kept, [N | Kept], true, "text"}) ->
    erlang:yield(),
    put(n, N + 1).

-define(BRANCH, case add(N) rem 3 of 0 -> add(1); 1 -> add(2) + add(1); _ when N > 100 -> add(0); _ -> skip end).

branches(N) ->
    ?H(?BRANCH),
    ?H(?BRANCH),
    ?H(?BRANCH),
    ?H(?BRANCH),
    N.

add(N) ->
    Sum = get(sum) + N,
    put(sum, Sum),
    erlang:yield(),
    Sum.

caught(N) ->
    put(n, 0),
    try
        ?H(count(N)),
        try
            ?H(count(N)), ?H(count(N))
        catch
            throw:{here, I} when I < 200 -> {inner, I, get(n)}
        after
            count(-1)
        end
    of
        R -> {R, ?T(count(-1))}
    catch
        throw:What -> {outer, What, get(n)}
    end.

count(N) ->
    erlang:yield(),
    case put(n, get(n) + 1) + 1 of
        N -> throw({here, N});
        I -> I
    end.

%% It calls itself from the end of hundreds of points.
again(0, Acc) ->
    lists:sum(Acc);
again(N, Acc) ->
    put(n, N),
    ?H(count(-1)),
    ?H(count(-1)),
    ?H(count(-1)),
    again(N - 1, [get(n) | Acc]).
