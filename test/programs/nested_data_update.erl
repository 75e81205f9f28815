%% deep structures changed with records, maps, lists and tuples together
-module(nested_data_update).
-export([main/0]).
-import(prog, [show/2, normal/1]).

-record(order, {id, lines = [], meta = #{}}).
-record(line, {sku, qty = 1, price}).

main() ->
    O = #order{id = 1, lines = [#line{sku = a, price = 100}, #line{sku = b, qty = 3, price = 50}], meta = #{tags => [new], by => {user, "ann"}}},
    io:format("~w~n", [total(O)]),
    O2 = set_qty(O, a, 5),
    io:format("~w~n", [total(O2)]),
    O3 = O2#order{meta = (O2#order.meta)#{tags := [urgent | maps:get(tags, O2#order.meta)], by := setelement(2, maps:get(by, O2#order.meta), "bob")}},
    io:format("~p~n", [normal(O3#order.meta)]),
    O4 = O3#order{lines = [L#line{price = L#line.price * 9 div 10} || L <- O3#order.lines]},
    io:format("~w~n", [[{L#line.sku, L#line.qty, L#line.price} || L <- O4#order.lines]]),
    io:format("~w~n", [[total(X) || X <- [O, O2, O3, O4]]]),
    #order{lines = [#line{sku = S} | _], meta = #{by := {_, [C | _]}}} = O4,
    io:format("~w ~c~n", [S, C]),
    io:format("~w~n", [diff(O, O2)]),
    show("no such line", fun() -> set_qty(O, zz, 1) end).

total(#order{lines = Ls}) -> lists:sum([Q * P || #line{qty = Q, price = P} <- Ls]).

set_qty(#order{lines = Ls} = O, Sku, Q) ->
    case lists:keytake(Sku, #line.sku, Ls) of
        {value, L, Rest} -> O#order{lines = [L#line{qty = Q} | Rest]};
        false -> error({no_line, Sku})
    end.

diff(A, B) -> [I || I <- lists:seq(1, tuple_size(A)), element(I, A) =/= element(I, B)].
