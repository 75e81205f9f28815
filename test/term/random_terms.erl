%% Random terms of every kind, with what this OTP makes of them, for the tests of src/term.
%% main(File, Seed, N) writes the external term [{Term, Facts}] to File; the seed makes it the same each time.
-module(random_terms).
-export([main/3, pairs/3, term/1, integer/1, float_of/1]).

main(File, Seed, N) ->
    _ = rand:seed(exsss, Seed),
    Rows = [row(term(rand:uniform(4))) || _ <- lists:seq(1, N)],
    ok = file:write_file(File, term_to_binary(Rows)).

row(T) ->
    {T, #{
        phash2 => erlang:phash2(T, 1 bsl 32),
        phash => erlang:phash(T, 1 bsl 32) - 1,
        v0 => term_to_binary(T, [{minor_version, 0}]),
        v1 => term_to_binary(T, [{minor_version, 1}]),
        v2 => term_to_binary(T, [{minor_version, 2}]),
        packed => term_to_binary(T, [{compressed, rand:uniform(9)}]),
        size => erlang:external_size(T),
        w => chars(io_lib:format("~kw", [T])),
        tw => chars(io_lib:format("~ktw", [T])),
        p => chars(io_lib:format("~kp", [T])),
        tp => chars(io_lib:format("~ktp", [T])),
        zero_tp => chars(io_lib:format("~0ktp", [T]))
    }}.

chars(L) -> unicode:characters_to_binary(L).

%% [{A, B, -1|0|1, A == B, A =:= B, order of map keys}]
pairs(File, Seed, N) ->
    _ = rand:seed(exsss, Seed),
    Pool = list_to_tuple([term(rand:uniform(3)) || _ <- lists:seq(1, 300)]),
    Rows = [pair(element(rand:uniform(300), Pool), element(rand:uniform(300), Pool)) || _ <- lists:seq(1, N)],
    Same = [begin A = term(4), pair(A, vary(A)) end || _ <- lists:seq(1, N)],
    ok = file:write_file(File, term_to_binary(Rows ++ Same)).

pair(A, B) ->
    Order = if A < B -> -1; A > B -> 1; true -> 0 end,
    {A, B, Order, A == B, A =:= B, erts_internal:cmp_term(A, B)}.

%% Almost the same term: integers to floats, last elements changed.
vary([H | T]) -> case rand:uniform(3) of 1 -> [vary(H) | T]; _ -> [H | vary(T)] end;
vary(T) when is_tuple(T), tuple_size(T) > 0 ->
    I = rand:uniform(tuple_size(T)),
    setelement(I, T, vary(element(I, T)));
vary(M) when is_map(M), map_size(M) > 0 ->
    K = lists:nth(rand:uniform(map_size(M)), lists:sort(maps:keys(M))),
    case rand:uniform(3) of
        1 -> M#{K := vary(map_get(K, M))};
        2 -> (maps:remove(K, M))#{vary(K) => map_get(K, M)};
        _ -> M
    end;
vary(I) when is_integer(I) -> case rand:uniform(3) of 1 -> I + 1; 2 -> try float(I) catch error:_ -> I end; _ -> I end;
vary(F) when is_float(F) -> case rand:uniform(3) of 1 -> trunc(F); 2 -> -F; _ -> F end;
vary(B) when is_binary(B) -> case rand:uniform(2) of 1 -> <<B/binary, 0:1>>; _ -> B end;
vary(T) -> case rand:uniform(4) of 1 -> term(1); _ -> T end.

term(0) -> leaf();
term(Depth) ->
    D = Depth - 1,
    case rand:uniform(16) of
        1 -> [term(D) || _ <- some(6)];
        2 -> [term(D - D div 3) || _ <- some(20)];
        3 -> list_to_tuple([term(D) || _ <- some(4)]);
        4 -> list_to_tuple([term(D) || _ <- some(15)]);
        5 -> [term(D), leaf() | term(D)];
        6 -> maps:from_list([{term(D), term(D)} || _ <- some(6)]);
        7 -> maps:from_list([{leaf(), leaf()} || _ <- some(20)]);
        8 -> string();
        9 -> {record_like, term(D), term(D)};
        10 -> [{leaf(), term(D)} || _ <- some(8)];
        11 -> maps:from_list([{I, leaf()} || I <- lists:seq(1, 30 + rand:uniform(40))]);
        12 -> fun_of(term(D), rand:uniform(4));
        _ -> leaf()
    end.

some(N) -> lists:seq(1, rand:uniform(N + 1) - 1).

leaf() ->
    case rand:uniform(17) of
        1 -> rand:uniform(256) - 1;
        2 -> rand:uniform(100000) - 50000;
        3 -> integer(rand:uniform(70));
        4 -> integer(rand:uniform(300));
        5 -> float_of(rand:uniform(4));
        6 -> atom();
        7 -> atom();
        8 -> lists:nth(rand:uniform(12), [true, false, undefined, ok, 'hello world', 'Abc', '', 'a@b', 'é', 'don\'t', '日本', 'a\nb']);
        9 -> rand:bytes(rand:uniform(20) - 1);
        10 -> list_to_binary(printable(rand:uniform(40) - 1));
        11 -> bits();
        12 -> [];
        13 -> {};
        14 -> #{};
        15 -> identifier(rand:uniform(8));
        16 -> unicode:characters_to_binary([rand:uniform(16#2000) || _ <- some(10)]);
        17 -> lists:nth(rand:uniform(3), [fun lists:map/2, fun 'a b':'C'/0, fun erlang:'+'/2])
    end.

integer(Bits) ->
    I = rand:uniform(1 bsl Bits) - 1,
    case rand:uniform(2) of 1 -> -I; 2 -> I end.

float_of(1) -> rand:uniform();
float_of(2) -> float(rand:uniform(100000) - 50000);
float_of(3) -> lists:nth(rand:uniform(14), [0.0, -0.0, 1.0, 1.0e22, 1.0e23, 1.0e-5, 0.1, 123456789.0e3, 9007199254740992.0,
    9007199254740991.0, 1.7976931348623157e308, 5.0e-324, 100.0, 1000.0]);
float_of(4) ->
    case <<(rand:bytes(8))/binary>> of
        <<F/float>> -> F;
        _ -> 0.5
    end.

atom() -> list_to_atom([rand:uniform(26) + $a - 1 || _ <- some(12)]).

string() ->
    case rand:uniform(4) of
        1 -> printable(rand:uniform(120));
        2 -> [rand:uniform(256) - 1 || _ <- some(30)];
        3 -> [rand:uniform(16#3000) || _ <- some(30)];
        4 -> printable(rand:uniform(20)) ++ "\n\t\"\\\e" ++ printable(rand:uniform(20))
    end.

printable(N) -> [rand:uniform(95) + 31 || _ <- lists:seq(1, N)].

bits() ->
    N = rand:uniform(100),
    <<B:N/bitstring, _/bitstring>> = rand:bytes(13),
    B.

identifier(1) -> self();
identifier(2) -> binary_to_term(<<131, 88, 119, 3, "a@b", (rand:uniform(1 bsl 28)):32, (rand:uniform(100)):32, 7:32>>);
identifier(3) -> binary_to_term(<<131, 90, 3:16, 119, 3, "a@b", 7:32, (rand:bytes(12))/binary>>);
identifier(4) -> binary_to_term(<<131, 120, 119, 3, "a@b", (rand:bytes(8))/binary, 7:32>>);
identifier(5) -> binary_to_term(<<131, 88, 119, 13, "nonode@nohost", (rand:uniform(1 bsl 27)):32, (rand:uniform(100)):32, 0:32>>);
identifier(6) -> binary_to_term(<<131, 90, 3:16, 119, 13, "nonode@nohost", 0:32, (rand:uniform(1 bsl 18) - 1):32, (rand:bytes(4))/binary, 5:32>>);
identifier(7) -> binary_to_term(<<131, 120, 119, 13, "nonode@nohost", (rand:uniform(1000)):64, 0:32>>);
identifier(8) -> binary_to_term(<<131, 90, 5:16, 119, 3, "x@y", 9:32, (rand:bytes(20))/binary>>).

fun_of(X, 1) -> fun() -> X end;
fun_of(X, 2) -> fun(Y) -> {X, Y} end;
fun_of(X, 3) -> Z = leaf(), fun(Y) -> {X, Y, Z} end;
fun_of(_, 4) -> fun(A, B) -> A + B end.
