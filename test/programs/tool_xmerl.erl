%% XML scanned and exported by xmerl
-module(tool_xmerl).
-export([main/0]).

-include_lib("xmerl/include/xmerl.hrl").

main() ->
    S = "<?xml version=\"1.0\"?><shop name=\"gluon &amp; co\"><item id='1'>Bolt</item><!-- note --><item id='2' sale=\"yes\">Nut &lt;M5&gt;</item><empty/></shop>",
    {Doc, []} = xmerl_scan:string(S, [{quiet, true}]),
    io:format("~p~n", [Doc#xmlElement.name]),
    io:format("~p~n", [[{A#xmlAttribute.name, A#xmlAttribute.value} || A <- Doc#xmlElement.attributes]]),
    Items = xmerl_xpath:string("//item", Doc),
    io:format("~p~n", [[{[A#xmlAttribute.value || A <- I#xmlElement.attributes], [T#xmlText.value || T <- I#xmlElement.content]} || I <- Items]]),
    io:format("~p~n", [[T#xmlText.value || T <- xmerl_xpath:string("/shop/item[@id='2']/text()", Doc)]]),
    io:format("~s~n", [lists:flatten(xmerl:export_simple([{a, [{x, "1"}], ["text", {b, []}]}], xmerl_xml))]),
    io:format("~p~n", [element(1, (catch xmerl_scan:string("<a><b></a>", [{quiet, true}])))]).
