%% term_equality: =:= of large terms that are equal and not the same: new ones each time, and the same two again and again.
-module(term_equality).
-export([main/0, start/0]).

start() -> main().

main() ->
    bench:main(term_equality, [
        {"lists", fun() -> new(20, fun() -> lists:seq(1, 10_000) end) end, 20},
        {"records", fun() -> new(20, fun() -> [instruction(I) || I <- lists:seq(1, 1000)] end) end, 20},
        {"types", fun() -> new(20, fun() -> type(3) end) end, 20},
        {"types_again", fun() -> again(500, type(3), type(3), 0) end, 500},
        {"differ", fun() -> differ(200_000, instruction(1), instruction(2), 0) end, 0}
    ]).

%% How often two of what `Make` makes are equal.
new(N, Make) -> length([equal || _ <- lists:seq(1, N), Make() =:= Make()]).

again(0, _, _, Equal) -> Equal;
again(N, A, B, Equal) when #{types => A} =:= #{types => B} -> again(N - 1, A, B, Equal + 1).

differ(0, _, _, Equal) -> Equal;
differ(N, A, B, Equal) when A =:= B -> differ(N - 1, A, B, Equal + 1);
differ(N, A, B, Equal) -> differ(N - 1, A, B, Equal).

%% As OTP's compiler has them.
instruction(I) -> {set, #{location => {"file.erl", I}}, {var, I}, {bif, '+'}, [{var, I + 1}, {literal, I}]}.

type(0) -> any;
type(Depth) ->
    Elements = maps:from_list([{I, type(Depth - 1)} || I <- lists:seq(1, 12)]),
    {union, none, {cons, any, nil}, {integer, {0, 30}}, {tuple, 12, true, Elements}, none, none}.
