%% integers and floats compared by value, exactly
-module(compare_numbers).
-export([main/0]).
-import(prog, [id/1]).

main() ->
    Ns = [0, 0.0, 1, 1.0, 1 bsl 53, 9007199254740992.0, (1 bsl 53) + 1, 9007199254740994.0, 1 bsl 64, 18446744073709551616.0, (1 bsl 64) + 1,
          -(1 bsl 60), -1.152921504606847e18, 1.0e308, 1 bsl 1023, 1 bsl 1024, -(1 bsl 1024), 5.0e-324],
    [io:format("~w ~w: ~w~n", [A, B, [c(id(A) == id(B)), c(id(A) =:= id(B)), c(id(A) < id(B)), c(id(A) =< id(B)), c(id(A) > id(B)), c(id(A) >= id(B)), c(id(A) /= id(B)), c(id(A) =/= id(B))]]) || A <- Ns, B <- Ns],
    io:format("~w~n", [[min(1, id(1.0)), min(id(1.0), 1), max(1, id(1.0)), max(id(1.0), 1)]]).

c(true) -> 1;
c(false) -> 0.
