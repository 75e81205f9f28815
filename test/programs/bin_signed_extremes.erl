%% the least and the greatest numbers of each width, read and written
-module(bin_signed_extremes).
-export([main/0]).
-import(prog, [id/1]).

main() ->
    [begin
         Max = (1 bsl (S - 1)) - 1,
         Min = -(1 bsl (S - 1)),
         UMax = (1 bsl S) - 1,
         R = [begin
                  <<A:S/signed>> = <<(id(N)):S>>,
                  <<B:S>> = <<(id(N)):S>>,
                  <<C:S/signed-little>> = <<(id(N)):S/little>>,
                  {A =:= C, A, B}
              end || N <- [Max, Min, UMax, UMax + 1, Max + 1, Min - 1]],
         io:format("~w ~w~n", [S, R])
     end || S <- [1, 2, 5, 8, 12, 16, 24, 31, 32, 33, 48, 53, 60, 61, 64, 65, 100]],
    ok.
