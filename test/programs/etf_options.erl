%% term_to_binary with minor versions, compression and deterministic maps
%% release-dependent: OTP 25 writes atoms in Latin-1
-module(etf_options).
-export([main/0]).
-import(prog, [show/2]).

main() ->
    T = {lists:duplicate(100, {abc, "text", 1.5}), #{1 => 2, 3 => 4}},
    io:format("~w~n", [[begin B = term_to_binary(T, [{compressed, L}]), {byte_size(B) < byte_size(term_to_binary(T)), binary_to_term(B) =:= T, binary:first(binary:part(B, 1, 1))} end || L <- [0, 1, 6, 9]]]),
    io:format("~w~n", [term_to_binary(1.5, [{minor_version, 0}])]),
    io:format("~w~n", [term_to_binary(1.5, [{minor_version, 1}])]),
    io:format("~w~n", [term_to_binary([abc, 'ä'], [{minor_version, 2}])]),
    io:format("~w~n", [erlang:md5(term_to_binary(T, [compressed]))]),
    M = maps:from_list([{I, I} || I <- lists:seq(1, 100)]),
    io:format("~w~n", [term_to_binary(M, [deterministic]) =:= term_to_binary(maps:from_list([{I, I} || I <- lists:seq(100, 1, -1)]), [deterministic])]),
    io:format("~w~n", [iolist_to_binary(erlang:term_to_iovec(T)) =:= term_to_binary(T)]),
    {X, Used} = binary_to_term(<<(term_to_binary(abc))/binary, "rest">>, [used]),
    io:format("~w ~w~n", [X, Used]),
    show("safe atom", fun() -> binary_to_term(<<131, 119, 12, "surely_not_x">>, [safe]) end),
    show("safe known", fun() -> binary_to_term(<<131, 119, 4, "main">>, [safe]) end),
    show("option", fun() -> term_to_binary(a, [nosuch]) end).
