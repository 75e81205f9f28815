%% tests of EUnit, run in this process's group
-module(tool_eunit).
-export([main/0]).
-import(prog, [id/1]).

-include_lib("eunit/include/eunit.hrl").

main() ->
    [io:format("~p ~p~n", [N, try T() of _ -> passed catch C:R -> {C, kind(R)} end]) || {N, T} <- [{ok, fun ok_case/0}, {equal, fun equal_case/0}, {match, fun match_case/0}, {exception, fun exception_case/0}, {not_raised, fun not_raised/0}]],
    io:format("~p~n", [eunit:test([fun ok_case/0, {"named", fun() -> ?assertEqual(4, 2 + 2) end}, {setup, fun() -> 5 end, fun(5) -> ok end, fun(X) -> [?_assert(X > 4), ?_assertMatch(N when N < 6, X)] end}], [no_tty])]).

ok_case() -> ?assert(id(true)).
equal_case() -> ?assertEqual([1, 2], id([1, 3])).
match_case() -> ?assertMatch({ok, _}, id(error)).
exception_case() -> ?assertError(badarith, 1 + id(a)).
not_raised() -> ?assertThrow(x, id(quiet)).

kind({K, Info}) when is_list(Info) -> {K, proplists:get_value(expected, Info), proplists:get_value(value, Info)};
kind(R) -> R.
