%% an error inside a guard only makes it fail
-module(guard_failing_bifs).
-export([main/0]).
-import(prog, [id/1]).

main() ->
    L = [[], [1, 2], [1 | 2], {}, {1}, {a, b, c}, 5, -5, 0, 2.5, a, #{k => v}, <<1, 2, 3>>, <<1:3>>, <<>>],
    [io:format("~p ", [[f1(id(X)), f2(id(X)), f3(id(X)), f4(id(X)), f5(id(X))]]) || X <- L],
    io:nl().

f1(X) when length(X) > 1 -> long;
f1(X) when hd(X) =:= 1 -> one;
f1(X) when tl(X) =:= 2 -> tail;
f1(_) -> none.

f2(X) when element(2, X) =:= b -> b;
f2(X) when tuple_size(X) =:= 1 -> single;
f2(X) when element(0, X) =:= a; X =:= 5 -> five;
f2(_) -> none.

f3(X) when abs(X) > 4 -> big;
f3(X) when 10 div X > 0 -> divides;
f3(X) when round(X) =:= 3 -> rounds;
f3(X) when X + 1 < 0 -> negative;
f3(_) -> none.

f4(X) when map_size(X) > 0 -> map;
f4(X) when byte_size(X) =:= 3 -> three;
f4(X) when bit_size(X) =:= 3 -> bits;
f4(X) when size(X) =:= 0 -> empty;
f4(_) -> none.

f5(X) when map_get(k, X) =:= v -> has_k;
f5(X) when is_map_key(z, X) -> has_z;
f5(X) when binary_part(X, 0, 2) =:= <<1, 2>> -> prefix;
f5(X) when X > 2, X < 6; X =:= <<>> -> some;
f5(_) -> none.
