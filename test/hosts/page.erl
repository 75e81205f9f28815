%% What test/hosts/chromium.test.ts runs: a program that is the page it runs in.
-module(page).
-export([start/0]).

start() ->
    Document = js:get(js:global(), document),
    Body = js:get(Document, body),
    Button = js:call(Document, 'createElement', [<<"button">>]),
    ok = js:set(Button, 'textContent', <<"0 times">>),
    ok = js:set(js:get(Button, style), color, <<"rgb(255, 0, 0)">>),
    js:call(Body, append, [Button]),
    Clicks = js:listen(Button, click),
    count(Clicks, Button, 0).

count(Clicks, Button, N) ->
    receive
        {js_event, Clicks, Event} ->
            Button = js:get(Event, target),
            ok = js:set(Button, 'textContent', <<(integer_to_binary(N + 1))/binary, " times">>),
            count(Clicks, Button, N + 1)
    end.
