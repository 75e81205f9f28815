%% bs_add of older compilers: what it says of sizes that are none
%% release-dependent: the assembler of OTP 29 refuses bs_add
-module(bin_sizes_added).
-export([main/0]).

main() ->
    Instructions = [
        {label, 1},
        {func_info, {atom, adds}, {atom, f}, 1},
        {label, 2},
        {bs_add, {f, 0}, [{x, 0}, {integer, 1}, 8], {x, 0}},
        return
    ],
    {ok, Code} = beam_asm:module({adds, [{f, 1}], [], [{function, f, 1, 2, Instructions}], 3}, [], [], []),
    {module, adds} = code:load_binary(adds, "adds.beam", Code),
    Sizes = [1, 1000, 1 bsl 59, 1 bsl 70, -1, -(1 bsl 70), a, 1.5, <<>>],
    [io:format("~p~n", [{S, prog:try_call(fun() -> adds:f(S) end)}]) || S <- Sizes].
