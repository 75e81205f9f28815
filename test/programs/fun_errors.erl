%% badfun, badarity and undef
-module(fun_errors).
-export([main/0]).
-import(prog, [id/1, show/2]).

main() ->
    show("badfun atom", fun() -> (id(a))() end),
    show("badfun int", fun() -> (id(5))(1, 2) end),
    show("badarity 0", fun() -> (id(fun(X) -> X end))() end),
    show("badarity 2", fun() -> (id(fun() -> x end))(1, 2) end),
    show("apply/2 badfun", fun() -> apply(id({a, b}), [1]) end),
    show("apply/2 badarity", fun() -> apply(id(fun lists:map/2), [1]) end),
    show("apply/2 improper", fun() -> apply(fun lists:map/2, id([1 | 2])) end),
    show("undef module", fun() -> nosuchmodule:f(1) end),
    show("undef function", fun() -> lists:nosuch(1) end),
    show("external fun", fun() -> (id(fun lists:nosuch/1))(x) end),
    show("apply/3", fun() -> apply(lists, nosuch, [1, 2]) end),
    show("apply bad module", fun() -> apply(id("lists"), map, []) end),
    show("apply bad args", fun() -> apply(lists, map, id(a)) end),
    show("tuple module", fun() -> (id({lists})):reverse([]) end),
    show("dynamic module", fun() -> (id(lists)):reverse([1, 2]) end),
    show("dynamic function", fun() -> lists:(id(reverse))([1, 2]) end),
    show("dynamic both", fun() -> (id(erlang)):(id(abs))(-1) end),
    show("dynamic bif wrong arity", fun() -> (id(erlang)):(id(abs))(1, 2) end).
