%% an interpreter for a tiny language with nested loops
-module(algo_brainfuck).
-export([main/0]).

main() ->
    io:format("~s~n", [run("++++++++[>++++[>++>+++>+++>+<<<<-]>+>+>->>+[<]<-]>>.>---.+++++++..+++.>>.<-.<.+++.------.--------.>>+.", "")]),
    io:format("~p~n", [run(",[.,]", "echo me")]),
    io:format("~p~n", [run(">,>++++++[<-------->-],[<+>-]<.", "43")]),
    io:format("~p~n", [run("++++[>+++++<-]>[<+++++>-]+<+[>[>+>+<<-]++>>[<<+>>-]>>>[-]++>[-]+>>>+[[-]++++++>>>]<<<[[<++++++++<++>>-]+<.<[>----<-]<]<<[>>>>>[>>>[-]+++++++++<[>-<-]+++++++++>[-[<->-]+[<<<]]<[>+<-]>]<<-]<<-]", "")]).

run(Src, In) ->
    {Prog, []} = parse(Src, []),
    {_, _, Out} = exec(Prog, {[], 0, []}, In, []),
    lists:reverse(Out).

parse([$[ | T], Acc) -> {Body, R} = parse(T, []), parse(R, [{loop, Body} | Acc]);
parse([$] | T], Acc) -> {lists:reverse(Acc), T};
parse([C | T], Acc) -> parse(T, [C | Acc]);
parse([], Acc) -> {lists:reverse(Acc), []}.

exec([], Tape, In, Out) -> {Tape, In, Out};
exec([{loop, _} | T], {_, 0, _} = Tape, In, Out) -> exec(T, Tape, In, Out);
exec([{loop, B} | _] = P, Tape, In, Out) ->
    {Tape2, In2, Out2} = exec(B, Tape, In, Out),
    exec(P, Tape2, In2, Out2);
exec([$> | T], {L, C, [R | Rs]}, In, Out) -> exec(T, {[C | L], R, Rs}, In, Out);
exec([$> | T], {L, C, []}, In, Out) -> exec(T, {[C | L], 0, []}, In, Out);
exec([$< | T], {[L | Ls], C, R}, In, Out) -> exec(T, {Ls, L, [C | R]}, In, Out);
exec([$< | T], {[], C, R}, In, Out) -> exec(T, {[], 0, [C | R]}, In, Out);
exec([$+ | T], {L, C, R}, In, Out) -> exec(T, {L, (C + 1) band 255, R}, In, Out);
exec([$- | T], {L, C, R}, In, Out) -> exec(T, {L, (C - 1) band 255, R}, In, Out);
exec([$. | T], {_, C, _} = Tape, In, Out) -> exec(T, Tape, In, [C | Out]);
exec([$, | T], {L, _, R}, [I | In], Out) -> exec(T, {L, I, R}, In, Out);
exec([$, | T], {L, _, R}, [], Out) -> exec(T, {L, 0, R}, [], Out).
