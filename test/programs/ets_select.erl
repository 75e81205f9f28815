%% match specifications with guards, bodies and limits
-module(ets_select).
-export([main/0]).
-import(prog, [show/2, normal/1]).

main() ->
    T = ets:new(t, [ordered_set]),
    ets:insert(T, [{I, I rem 3, lists:duplicate(I rem 4, x)} || I <- lists:seq(1, 20)]),
    Specs = [[{{'$1', 0, '_'}, [], ['$1']}],
             [{{'$1', '$2', '_'}, [{'>', '$1', 15}], [{{'$2', '$1'}}]}],
             [{{'$1', '_', '$3'}, [{'==', {length, '$3'}, 3}], ['$_']}],
             [{{'$1', '$2', '_'}, [{'andalso', {'=:=', '$2', 1}, {'orelse', {'<', '$1', 5}, {'>', '$1', 15}}}], [['$1' | '$2']]}],
             [{{'$1', 2, []}, [], [{{a, '$1'}}]}, {{'$1', 2, '_'}, [], [{const, {b, '$1'}}]}],
             [{{'$1', '_', '_'}, [{'=:=', {'rem', '$1', {const, 7}}, 0}], [{'+', '$1', {'*', 2, '$1'}}]}],
             [{'$1', [{'<', {element, 1, '$1'}, 3}], [{element, 3, '$1'}]}],
             [{{'$1', '_', '$2'}, [{is_list, '$2'}, {'>', '$1', 18}], ['$$']}],
             [{{'$1', '_', '_'}, [{'>', '$1', 19}], [#{k => '$1', j => [{{x, '$1'}}]}]}],
             [{{'$1', '_', '_'}, [{'not', {is_integer, '$1'}}], [true]}]],
    [io:format("~w~n", [normal(ets:select(T, S))]) || S <- Specs],
    [io:format("~w ", [ets:select_count(T, [{P, G, [true]} || {P, G, _} <- S])]) || S <- Specs],
    io:nl(),
    io:format("~w~n", [pages(ets:select(T, [{{'$1', '_', '_'}, [], ['$1']}], 7))]),
    io:format("~w~n", [rpages(ets:select_reverse(T, [{{'$1', 1, '_'}, [], ['$1']}], 3))]),
    io:format("~w~n", [ets:select_delete(T, [{{'$1', 0, '_'}, [], [true]}])]),
    io:format("~w~n", [ets:select_replace(T, [{{'$1', 1, '$3'}, [], [{{'$1', one, '$3'}}]}])]),
    io:format("~w~n", [[{A, B} || {A, B, _} <- ets:tab2list(T)]]),
    show("bad spec", fun() -> ets:select(T, [{{'$1'}, [{nosuch, '$1'}], ['$1']}]) end),
    show("bad body", fun() -> ets:select(T, [{'_', [], []}]) end),
    show("unbound", fun() -> ets:select(T, [{'_', [], ['$1']}]) end),
    show("no list", fun() -> ets:select(T, a) end),
    show("replace key", fun() -> ets:select_replace(T, [{{'$1', '$2', '_'}, [], [{{'$2', '$1', x}}]}]) end).

pages('$end_of_table') -> [];
pages({L, C}) -> [L | pages(ets:select(C))].
rpages('$end_of_table') -> [];
rpages({L, C}) -> [L | rpages(ets:select_reverse(C))].
