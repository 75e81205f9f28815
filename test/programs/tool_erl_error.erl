%% exceptions worded as the shell does
%% release-dependent: the words have changed
-module(tool_erl_error).
-export([main/0]).
-import(prog, [id/1]).

main() ->
    Fs = [fun() -> 1 + id(a) end, fun() -> error({badmatch, [1, 2]}) end, fun() -> throw({a, b}) end, fun() -> exit(bye) end, fun() -> nosuch:f(1) end, fun() -> hd(id([])) end, fun() -> f(id(1), 2) end, fun() -> atom_to_list(id(5)) end, fun() -> element(id(9), {a}) end, fun() -> (id(a))(1) end, fun() -> case id(1) of 2 -> ok end end, fun() -> ets:lookup(id(none), 1) end, fun() -> maps:get(id(a), #{}) end, fun() -> list_to_integer("x") end, fun() -> error(x, [1, 2]) end],
    [io:format("~ts~n", [text(F)]) || F <- Fs],
    ok.

f(a, _) -> ok.

text(F) ->
    try F()
    catch
        C:R:S ->
            Own = lists:takewhile(fun({M, _, _, _}) -> M =/= prog andalso M =/= programs_driver end, S),
            erl_error:format_exception(C, R, lists:sublist(Own, 2))
    end.
