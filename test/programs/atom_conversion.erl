%% atoms to and from lists and binaries
-module(atom_conversion).
-export([main/0]).
-import(prog, [id/1, show/2]).

main() ->
    As = [a, 'a b', '', 'ä', 'αβ', 'X', '\n'],
    [io:format("~tw ~w ~w~n", [A, atom_to_list(A), atom_to_binary(A)]) || A <- As],
    [true = list_to_atom(atom_to_list(A)) =:= A andalso binary_to_atom(atom_to_binary(A)) =:= A || A <- As],
    io:format("~tw~n", [[list_to_atom("dynamic" ++ integer_to_list(1)), binary_to_atom(<<"ä"/utf8>>), binary_to_atom(<<228>>, latin1), atom_to_binary('ä', latin1)]]),
    io:format("~w~n", [[list_to_existing_atom("main"), binary_to_existing_atom(<<"main">>), length(atom_to_list(list_to_atom(lists:duplicate(255, $x))))]]),
    show("256", fun() -> list_to_atom(lists:duplicate(256, $x)) end),
    show("256 binary", fun() -> binary_to_atom(binary:copy(<<"x">>, 256)) end),
    show("not existing", fun() -> list_to_existing_atom("surely this atom does not exist") end),
    show("latin1", fun() -> atom_to_binary('α', latin1) end),
    show("bad utf8", fun() -> binary_to_atom(<<255>>, utf8) end),
    show("list", fun() -> list_to_atom([a]) end),
    show("surrogate", fun() -> list_to_atom([16#d800]) end),
    show("number", fun() -> atom_to_list(id(5)) end),
    io:format("~w~n", [list_to_atom([]) =:= '']).
