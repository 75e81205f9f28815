%% packets of each type
-module(decode_packet).
-export([main/0]).
-import(prog, [try_call/1]).

main() ->
    Cs = [{raw, <<"abc">>, []}, {1, <<3, "abcdef">>, []}, {2, <<0, 3, "abcdef">>, []}, {4, <<0, 0, 0, 2, "ab">>, []}, {4, <<0, 0, 0, 9, "ab">>, []}, {line, <<"one\ntwo">>, []}, {line, <<"none">>, []}, {line, <<"long line\n">>, [{line_length, 4}]},
          {http, <<"GET /a?b HTTP/1.1\r\nHost: x\r\n\r\n">>, []}, {http_bin, <<"POST http://h:8080/p HTTP/1.0\r\n">>, []}, {http, <<"HTTP/1.1 404 Not Found\r\n">>, []}, {httph, <<"Content-Type: text/plain\r\nX: y\r\n\r\n">>, []}, {httph_bin, <<"x-custom: v\r\n\r\n">>, []}, {httph, <<"\r\n">>, []}, {http, <<"garbage\r\n">>, []}, {http, <<"GET / HT">>, []},
          {asn1, <<48, 2, 1, 1, 9>>, []}, {sunrm, <<128, 0, 0, 1, 5, 6>>, []}, {tpkt, <<3, 0, 0, 6, 1, 2, 3>>, []}, {fcgi, <<1, 0, 0, 0, 0, 1, 0, 0, 7, 8>>, []}, {cdr, <<"GIOP", 1, 0, 0, 0, 0, 0, 0, 1, 5, 6>>, []}, {ssl_tls, <<22, 3, 1, 0, 1, 5, 6>>, []},
          {4, <<0, 0, 0, 50>>, [{packet_size, 10}]}, {nosuch, <<"x">>, []}, {line, <<"a;b">>, [{line_delimiter, $;}]}],
    [io:format("~p ~p: ~p~n", [T, O, case try_call(fun() -> erlang:decode_packet(T, B, O) end) of {ok, V} -> V; E -> E end]) || {T, B, O} <- Cs],
    Req = <<"GET /x HTTP/1.1\r\nHost: h\r\nAccept: */*\r\n\r\nbody">>,
    io:format("~p~n", [headers(erlang:decode_packet(http_bin, Req, []))]).

headers({ok, http_eoh, R}) -> [{body, R}];
headers({ok, H, R}) -> [H | headers(erlang:decode_packet(httph_bin, R, []))].
