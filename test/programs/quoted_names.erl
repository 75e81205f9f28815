%% functions, atoms, records and variables with unusual names
-module(quoted_names).
-export([main/0]).
-import(prog, [id/1, try_call/2]).

-record('odd record', {'a field' = 1, 'Über'}).

main() ->
    io:format("~tw~n", ['a function'('An Atom')]),
    R = #'odd record'{'Über' = id(2)},
    io:format("~tw~n", [[R#'odd record'.'a field', R#'odd record'.'Über']]),
    Äpfel = id(3),
    _Unused = 1,
    Var@1 = Äpfel + 1,
    io:format("~tw ~tw~n", [Äpfel, Var@1]),
    io:format("~tw~n", [['', ' ', 'ok', 'Ok', 'with\nnewline', 'quote\'', 'ünïcödé', 'f/1', '$1', '_', 'a.b', a@b, 'end']]),
    io:format("~tp~n", [try_call(?MODULE, fun 'fails here'/0)]),
    io:format("~w~n", [['\x{41}', '\101', 'tab\t']]).

'a function'(X) -> {'a function', X}.
'fails here'() -> {error('my reason')}.
