%% terms through the external term format and back
%% release-dependent: OTP 25 writes atoms in Latin-1
-module(etf_roundtrip).
-export([main/0]).

main() ->
    F = fun lists:map/2,
    Ts = [0, 255, 256, -1, 1 bsl 31, -(1 bsl 31), (1 bsl 31) - 1, 1 bsl 63, -(1 bsl 64), 1 bsl 2100, 1.5, -0.25, a, '', 'ä', list_to_atom(lists:duplicate(255, $a)), [], [1, 2, 3], "string", lists:seq(1, 300), [a | b], lists:duplicate(70000, 7), {}, {1}, list_to_tuple(lists:seq(1, 300)), <<>>, <<"bin">>, <<1:1>>, <<1, 2, 3:7>>, #{}, #{a => 1}, #{1 => 2, "x" => {y}}, F, [[[[]]]], {a, [b, {c, #{d => <<"e">>}}]}],
    [begin
         B = term_to_binary(T),
         T = binary_to_term(B),
         io:format("~w ~w ~w~n", [byte_size(B), erlang:external_size(T) >= byte_size(B), if byte_size(B) < 60 -> B; true -> erlang:md5(B) end])
     end || T <- Ts],
    P = self(),
    R = make_ref(),
    L = fun(X) -> X + plus_one(X) end,
    io:format("~w~n", [[binary_to_term(term_to_binary(X)) =:= X || X <- [P, R, {P, [R]}, #{P => R}]]]),
    io:format("~w~n", [(binary_to_term(term_to_binary(L)))(20)]).

plus_one(X) -> X + 1.
