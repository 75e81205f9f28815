%% every function a match specification may call in guards and bodies
-module(ets_match_spec_functions).
-export([main/0]).

main() ->
    Objs = [{1, 2.5}, {-3, a}, {[1, 2], {x, y}}, {<<"bin">>, #{k => v}}, {16#ff, 16#0f}, {true, false}, {"", []}],
    Gs = [{abs, '$1'}, {'+', '$1', 1}, {'-', '$1'}, {'-', '$1', '$2'}, {'*', '$1', '$2'}, {'/', '$1', 2}, {'div', '$1', 2}, {'rem', '$1', 2}, {'band', '$1', '$2'}, {'bor', '$1', '$2'}, {'bxor', '$1', '$2'}, {'bnot', '$1'},
          {'bsl', '$1', 2}, {'bsr', '$1', 1}, {hd, '$1'}, {tl, '$1'}, {length, '$1'}, {size, '$2'}, {element, 1, '$2'}, {byte_size, '$1'}, {bit_size, '$1'}, {map_size, '$2'}, {map_get, k, '$2'}, {is_map_key, k, '$2'},
          {round, '$2'}, {trunc, '$2'}, {float, '$1'}, {'and', '$1', '$2'}, {'or', '$1', '$2'}, {'xor', '$1', '$2'}, {'not', '$1'}, {'==', '$1', '$2'}, {'<', '$1', '$2'}, {is_atom, '$2'}, {is_binary, '$1'}, {is_list, '$1'}, {is_map, '$2'}, {node}, {binary_part, '$1', 1, 2}],
    [io:format("~w: ~w~n", [G, [test(O, G) || O <- Objs]]) || G <- Gs],
    MS = ets:match_spec_compile([{{'$1', '$2'}, [{'>', '$1', 1}], [{{'$2', '$1'}}]}, {'$1', [{is_atom, '$1'}], [{{atom, '$1'}}]}]),
    io:format("~w~n", [ets:match_spec_run([{1, a}, {2, b}, c, {3, d}, "x"], MS)]),
    io:format("~w~n", [ets:is_compiled_ms(MS)]),
    io:format("~w~n", [ets:test_ms({1, 2}, [{{'$1', '$2'}, [], ['$2']}])]),
    io:format("~w~n", [ets:test_ms({1}, [{{'$1', '$2'}, [], ['$2']}])]),
    io:format("~w~n", [element(1, ets:test_ms({1}, [{{'$1'}, [{nosuch}], ['$1']}]))]).

test(O, G) ->
    case erlang:match_spec_test(O, [{{'$1', '$2'}, [], [G]}], table) of
        {ok, R, _, _} -> R;
        {error, _} -> invalid
    end.
