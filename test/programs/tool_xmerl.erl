%% XML read by xmerl's SAX parser and written by xmerl
-module(tool_xmerl).
-export([main/0]).

main() ->
    S = <<"<?xml version=\"1.0\"?><shop name=\"gluon &amp; co\"><item id='1'>Bolt</item><!-- note --><item id='2' sale=\"yes\">Nut &lt;M5&gt;</item><empty/></shop>">>,
    {ok, Events, _} = xmerl_sax_parser:stream(S, [{event_fun, fun event/3}, {event_state, []}]),
    [io:format("~p~n", [E]) || E <- lists:reverse(Events)],
    io:format("~s~n", [lists:flatten(xmerl:export_simple([{a, [{x, "1"}], ["text <&>", {b, []}]}], xmerl_xml))]),
    io:format("~p~n", [element(1, xmerl_sax_parser:stream(<<"<a><b></a>">>, []))]).

event({startElement, _, N, _, As}, _, A) -> [{start, N, [{K, V} || {_, _, K, V} <- As]} | A];
event({endElement, _, N, _}, _, A) -> [{'end', N} | A];
event({characters, C}, _, A) -> [{text, C} | A];
event({comment, C}, _, A) -> [{comment, C} | A];
event(_, _, A) -> A.
