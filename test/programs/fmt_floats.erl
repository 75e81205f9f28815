%% io_lib:format of floats: ~f ~e ~g ~w ~p with precisions
-module(fmt_floats).
-export([main/0]).
-import(prog, [show/2]).

main() ->
    Ns = [0.0, 1.0, -1.5, 3.14159265, 123456.789, 1.0e-7, 1.0e22, 0.05, 99.995, 1.0e100],
    Fs = ["~f", "~.2f", "~.0f", "~.10f", "~e", "~.3e", "~.10e", "~g", "~.3g", "~w", "~p", "~12.3f|", "~-12.3f|", "~12.3.0f|", "~.1f", "~15e|", "~15g|"],
    [io:format("~ts: ~ts~n", [F, lists:join(" ", [val(fun() -> io_lib:format(F, [N]) end) || N <- Ns])]) || F <- Fs],
    show("integer for ~f", fun() -> lists:flatten(io_lib:format("~f", [1])) end),
    show("atom for ~e", fun() -> io_lib:format("~e", [a]) end),
    io:format("~s ~s~n", [io_lib:format("~*.*f", [10, 3, 2.5]), io_lib:format("~.*f", [1, 2.55])]).

val(F) ->
    try F() catch _:R -> atom_to_list(R) end.
