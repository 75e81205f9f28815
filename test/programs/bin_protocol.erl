%% an IPv4 header and a DNS question taken apart and put together again
-module(bin_protocol).
-export([main/0]).

main() ->
    Packet = ip({10, 0, 0, 1}, {192, 168, 1, 254}, 17, <<"payload!">>),
    io:format("~w~n", [Packet]),
    io:format("~w~n", [parse_ip(Packet)]),
    Q = dns(16#beef, ["www", "example", "org"]),
    io:format("~w~n", [Q]),
    io:format("~p~n", [parse_dns(Q)]),
    io:format("~w~n", [checksum(<<1, 2, 3>>)]).

ip({A, B, C, D}, {E, F, G, H}, Proto, Data) ->
    Len = 20 + byte_size(Data),
    Head = fun(Sum) -> <<4:4, 5:4, 0, Len:16, 16#1234:16, 2:3, 0:13, 64, Proto, Sum:16, A, B, C, D, E, F, G, H>> end,
    <<(Head(checksum(Head(0))))/binary, Data/binary>>.

parse_ip(<<4:4, Words:4, _Tos, Len:16, Id:16, Flags:3, Frag:13, Ttl, Proto, Sum:16, S:4/binary, D:4/binary, R/binary>> = P) ->
    OptLen = (Words - 5) * 4,
    DataLen = Len - Words * 4,
    HeadLen = Words * 4,
    <<Header:HeadLen/binary, _/binary>> = P,
    <<_:OptLen/binary, Data:DataLen/binary>> = R,
    {Id, Flags, Frag, Ttl, Proto, Sum, S, D, Data, checksum(Header)}.

checksum(B) -> checksum(B, 0).
checksum(<<W:16, R/binary>>, S) -> checksum(R, S + W);
checksum(<<X>>, S) -> checksum(<<>>, S + X * 256);
checksum(<<>>, S) when S > 16#ffff -> checksum(<<>>, (S band 16#ffff) + (S bsr 16));
checksum(<<>>, S) -> bnot S band 16#ffff.

dns(Id, Labels) ->
    Name = << <<(length(L)), (list_to_binary(L))/binary>> || L <- Labels >>,
    <<Id:16, 0:1, 0:4, 0:1, 0:1, 1:1, 0:1, 0:3, 0:4, 1:16, 0:48, Name/binary, 0, 1:16, 1:16>>.

parse_dns(<<Id:16, Qr:1, Op:4, _:2, Rd:1, _:8, 1:16, _:48, R/binary>>) ->
    {Labels, <<Type:16, Class:16>>} = labels(R, []),
    {Id, Qr, Op, Rd, Labels, Type, Class}.

labels(<<0, R/binary>>, Acc) -> {lists:reverse(Acc), R};
labels(<<L, B:L/binary, R/binary>>, Acc) -> labels(R, [B | Acc]).
