%% searches, matches and conversions of characters that are left and gone on with after a few bytes
-module(binary_steps).
-export([main/0]).
-import(prog, [id/1]).

main() ->
    %% The emulator tells the log that its state can be looked at.
    logger:set_primary_config(level, none),
    erts_debug:set_internal_state(available_internal_state, true),
    %% The old limit; OTP's own are other numbers.
    true = is_integer(erts_debug:set_internal_state(binary_loop_limit, 7)),
    io:format("~p~n", [erts_debug:set_internal_state(binary_loop_limit, 5)]),
    Text = id(binary:copy(<<"abcabdxyzaab">>, 3)),
    Patterns = [<<"a">>, <<"ab">>, <<"abcabdxyz">>, <<"nothing">>, Text, [<<"abd">>, <<"ab">>, <<"b">>],
                [<<"yzaababcabdxyz">>, <<"yz">>], [<<"aab">>, <<"abc">>]],
    [begin
         [erts_debug:set_internal_state(binary_loop_limit, Limit) || Limit <- Limits],
         io:format("~p ~p~n", [P, {binary:match(Text, P), binary:matches(Text, P), binary:split(Text, P),
                                   binary:split(Text, P, [global, trim_all]),
                                   binary:matches(Text, P, [{scope, {5, 20}}]), binary:match(Text, P, [{scope, {30, -25}}])}])
     end || P <- Patterns, Limits <- [[10], [11, 17], [30], [default]]],
    [begin
         erts_debug:set_internal_state(unicode_loop_limit, Limit),
         io:format("~p~n", [{unicode:characters_to_list([<<"påäö"/utf8>>, "€uro", [<<"x">> | <<"yz">>]], unicode),
                             unicode:characters_to_binary(lists:duplicate(9, [1000, $a])),
                             unicode:characters_to_list(<<"0123456789åäö0123456789"/utf8>>)}])
     end || Limit <- [10, 15, default]],
    true = is_integer(erts_debug:set_internal_state(re_loop_limit, 3)),
    [begin
         io:format("~p~n", [erts_debug:set_internal_state(re_loop_limit, Limit)]),
         io:format("~p~n", [{re:run(Text, "(a+b)+c?d(.)", [global]), re:replace(Text, "[^a]*?ab$", "-", [{return, binary}]),
                             re:split(Text, "a(?=b)"), re:run(Text, "a.*c.*e")}])
     end || Limit <- [1, 10, default]],
    io:format("~p~n", [try erts_debug:set_internal_state(binary_loop_limit, id(no_number)) catch error:R -> R end]),
    erts_debug:set_internal_state(available_internal_state, false).
