%% BIFs that leave a part of their work to Erlang: the packed program has it.
-module(helpers).
-export([main/0]).

main() ->
    [
        re:run(<<"abcab">>, "a", [global, {capture, all, list}]),
        re:replace("x-y-z", "-", "+", [global, {return, list}]),
        unicode:characters_to_binary("ab", unicode, utf16),
        unicode:characters_to_list(<<0, 97>>, {utf16, big})
    ].
