%% clauses that share the beginning of a binary pattern
-module(bin_match_clauses).
-export([main/0]).
-import(prog, [id/1]).

main() ->
    Bs = [<<"GET /x">>, <<"PUT /y">>, <<"POST z">>, <<"PO">>, <<1, 0, 5, "hello">>, <<1, 0, 9, "hello">>, <<2, 7:32/little>>, <<3>>, <<>>, <<0:1>>, <<16#ff, 1:1>>, <<"GET">>],
    [io:format("~p -> ~p~n", [B, parse(id(B))]) || B <- Bs],
    io:format("~p~n", [tlv(<<1, 2, 5, 6, 2, 0, 3, 1, 9, 0>>, [])]),
    io:format("~p~n", [count_lines(<<"a\nb\r\nc\n\n">>, 0)]).

parse(<<"GET ", Path/binary>>) -> {get, Path};
parse(<<"PUT ", Path/binary>>) -> {put, Path};
parse(<<"PO", R/binary>>) when byte_size(R) > 0 -> {post, R};
parse(<<1, L:16, S:L/binary>>) -> {string, S};
parse(<<1, L:16, R/binary>>) -> {need, L - byte_size(R)};
parse(<<2, N:32/little>>) -> {number, N};
parse(<<>>) -> empty;
parse(<<_>>) -> one_byte;
parse(<<_:1>>) -> one_bit;
parse(<<_, 1:1>>) -> nine_bits;
parse(B) when is_binary(B) -> other.

tlv(<<0, Rest/binary>>, Acc) -> {lists:reverse(Acc), Rest};
tlv(<<T, L, V:L/binary, R/binary>>, Acc) -> tlv(R, [{T, V} | Acc]);
tlv(<<R/binary>>, Acc) -> {lists:reverse(Acc), R}.

count_lines(<<"\r\n", R/binary>>, N) -> count_lines(R, N + 1);
count_lines(<<"\n", R/binary>>, N) -> count_lines(R, N + 1);
count_lines(<<_, R/binary>>, N) -> count_lines(R, N);
count_lines(<<>>, N) -> N.
