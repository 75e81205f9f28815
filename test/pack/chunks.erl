%% Calls functions whose chunks a page loads when they are first called.
-module(chunks).
-export([main/0]).

main() ->
    {match, [Found]} = re:run(<<"a page's chunk">>, <<"c\\w+">>, [{capture, first, binary}]),
    Text = binary:copy(<<"compressed ">>, 100),
    Packed = zlib:compress(Text),
    Text = zlib:uncompress(Packed),
    {ok, {http_request, 'GET', {abs_path, Path}, {1, 1}}, <<>>} =
        erlang:decode_packet(http_bin, <<"GET /x HTTP/1.1\r\n">>, []),
    Term = term_to_binary(Text, [compressed]),
    Text = binary_to_term(Term),
    io:format("~ts ~b ~.3f ~ts ~p~n", [Found, byte_size(Packed), math:sin(byte_size(Packed) / 29), Path, byte_size(Term) < 100]).
