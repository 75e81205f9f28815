%% macros, conditional compilation and includes
-module(macros_preprocessor).
-export([main/0]).
-import(prog, [id/1]).

-define(PI, 3.14159).
-define(SQUARE(X), ((X) * (X))).
-define(STR(X), ??X).
-define(MAX(A, B), begin (fun(A1, B1) when A1 > B1 -> A1; (_, B1) -> B1 end)(A, B) end).
-define(LOG(F, A), io:format(F ++ "~n", A)).
-ifdef(NOT_DEFINED).
-define(MODE, on).
-else.
-define(MODE, off).
-endif.
-ifndef(ALSO_NOT).
-define(OTHER, yes).
-endif.
-undef(PI).
-define(PI, 3).
-if(?OTP_RELEASE >= 25).
-define(NEW, true).
-else.
-define(NEW, false).
-endif.

main() ->
    ?LOG("~w ~w", [?PI, ?SQUARE(2 + 3)]),
    ?LOG("~s", [?STR(a + b * {c})]),
    ?LOG("~w", [?MAX(id(3), id(7))]),
    ?LOG("~w ~w ~w", [?MODE, ?OTHER, ?NEW]),
    ?LOG("~w ~w", [?MODULE, ?MODULE_STRING]),
    ?LOG("~w", [?LINE]),
    ?LOG("~w", [?MACHINE]),
    ok.
