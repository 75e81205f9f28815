%% a command table of binary prefixes of several lengths
-module(bin_prefix_dispatch).
-export([main/0]).
-import(prog, [id/1]).

main() ->
    Cs = [<<"HELO example.org">>, <<"EHLO x">>, <<"MAIL FROM:<a@b>">>, <<"RCPT TO:<c@d>">>, <<"DATA">>, <<"QUIT">>, <<"NOOP">>, <<"MAIL">>, <<"XYZ">>, <<>>, <<"RSET ">>, <<"helo x">>],
    io:format("~p~n", [[smtp(id(C)) || C <- Cs]]),
    io:format("~p~n", [[num(id(B)) || B <- [<<0>>, <<127>>, <<128, 1>>, <<192, 0>>, <<224, 1, 2, 3>>, <<255>>, <<193>>]]]),
    io:format("~p~n", [utf(<<"aé€😀"/utf8>>)]),
    io:format("~p~n", [magic(id(<<16#cafebabe:32, 0:16, 61:16>>))]).

smtp(<<"HELO ", D/binary>>) -> {helo, D};
smtp(<<"EHLO ", D/binary>>) -> {ehlo, D};
smtp(<<"MAIL FROM:<", R/binary>>) -> {mail, hd(binary:split(R, <<">">>))};
smtp(<<"RCPT TO:<", R/binary>>) -> {rcpt, hd(binary:split(R, <<">">>))};
smtp(<<"DATA">>) -> data;
smtp(<<"QUIT">>) -> quit;
smtp(<<"NOOP", _/binary>>) -> noop;
smtp(<<"RSET", _/binary>>) -> rset;
smtp(<<C, _, _, _, _/binary>>) when C >= $a -> lower;
smtp(B) -> {unknown, byte_size(B)}.

num(<<0:1, N:7>>) -> N;
num(<<2:2, N:14>>) -> N + 128;
num(<<6:3, 0:5, 0>>) -> zero;
num(<<14:4, N:28>>) -> {wide, N};
num(_) -> bad.

utf(<<0:1, A:7, R/binary>>) -> [A | utf(R)];
utf(<<6:3, A:5, 2:2, B:6, R/binary>>) -> [A bsl 6 + B | utf(R)];
utf(<<14:4, A:4, 2:2, B:6, 2:2, C:6, R/binary>>) -> [A bsl 12 + B bsl 6 + C | utf(R)];
utf(<<30:5, A:3, 2:2, B:6, 2:2, C:6, 2:2, D:6, R/binary>>) -> [A bsl 18 + B bsl 12 + C bsl 6 + D | utf(R)];
utf(<<>>) -> [].

magic(<<16#cafebabe:32, Minor:16, Major:16, _/binary>>) -> {class, Major, Minor};
magic(_) -> none.
