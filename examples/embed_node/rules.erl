%% Price rules that a shop's owner writes: the Node program around them trusts nothing in here.
-module(rules).
-export([price/1, audit/1]).

price(#{<<"items">> := Items} = Order) ->
    Sum = lists:sum([N * P || #{<<"count">> := N, <<"price">> := P} <- Items]),
    {ok, Sum - discount(Sum, Order)}.

discount(Sum, #{<<"coupon">> := <<"TENTH">>}) -> Sum div 10;
discount(_, #{<<"coupon">> := <<"LOOP">>}) -> forever();
discount(Sum, _) when Sum > 100 -> 5;
discount(_, _) -> 0.

%% A rule with an error in it.
forever() -> forever().

%% Tells whoever listens of each order.
audit(To) ->
    receive {order, Order} -> To ! {seen, maps:size(Order)}, audit(To) end.
