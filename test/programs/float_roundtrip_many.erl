%% a thousand floats through text, binary and external format
-module(float_roundtrip_many).
-export([main/0]).

main() ->
    Fs = floats(1000, 12345),
    io:format("~w~n", [length(Fs)]),
    io:format("~w~n", [lists:all(fun(F) -> list_to_float(float_to_list(F)) =:= F end, Fs)]),
    io:format("~w~n", [lists:all(fun(F) -> binary_to_float(float_to_binary(F, [short])) =:= F end, Fs)]),
    io:format("~w~n", [lists:all(fun(F) -> binary_to_term(term_to_binary(F)) =:= F end, Fs)]),
    io:format("~w~n", [erlang:phash2([float_to_list(F, [short]) || F <- Fs])]),
    io:format("~w~n", [erlang:phash2([float_to_list(F, [{decimals, 6}]) || F <- Fs, abs(F) < 1.0e20])]),
    io:format("~w~n", [erlang:phash2([float_to_list(F, [{scientific, 5}]) || F <- Fs])]),
    io:format("~w~n", [erlang:phash2([<<F:32/float>> || F <- Fs, abs(F) < 1.0e38])]),
    io:format("~w~n", [erlang:phash2(lists:sort(Fs))]),
    io:format("~w~n", [lists:sublist(Fs, 5)]),
    io:format("~w~n", [[io_lib:format("~p", [F]) =:= [float_to_list(F, [short])] || F <- lists:sublist(Fs, 3)]]).

floats(0, _) -> [];
floats(N, S) ->
    S2 = (S * 6364136223846793005 + 1442695040888963407) band 16#ffffffffffffffff,
    case <<S2:64>> of
        <<F/float>> -> [F | floats(N - 1, S2)];
        _ -> floats(N, S2)
    end.
