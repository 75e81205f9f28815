%% A card on the page is a process: it draws itself and counts the clicks on its buttons.
-module(card).
-behaviour(gen_server).
-export([start_link/1, init/1, handle_call/3, handle_cast/2, handle_info/2]).

-record(state, {number, add, crash, count = 0}).

start_link(Name) -> gen_server:start_link(?MODULE, Name, []).

init(Name) ->
    Card = card(Name),
    Number = element(Card, p, <<"0">>),
    Add = js:listen(element(Card, button, <<"+ 1">>), click),
    Crash = js:listen(element(Card, button, <<"crash">>), click),
    {ok, #state{number = Number, add = Add, crash = Crash}}.

handle_info({js_event, Add, _Event}, #state{add = Add, number = Number, count = N} = State) ->
    js:set(Number, 'textContent', integer_to_binary(N + 1)),
    {noreply, State#state{count = N + 1}};
handle_info({js_event, Crash, _Event}, #state{crash = Crash, count = N}) ->
    error({crashed_at, N}).

handle_call(count, _From, #state{count = N} = State) -> {reply, N, State}.

handle_cast(_, State) -> {noreply, State}.

%% The card of that name, empty. One that is there was left by a process that has crashed.
card(Name) ->
    Document = js:get(js:global(), document),
    case js:call(Document, 'getElementById', [Name]) of
        null ->
            Card = element(js:call(Document, 'querySelector', [<<"main">>]), section, <<>>),
            js:set(Card, id, Name),
            heading(Card, Name);
        Card ->
            js:call(Card, 'replaceChildren', []),
            heading(Card, Name)
    end.

heading(Card, Name) ->
    element(Card, h2, Name),
    Card.

%% A new element at the end of another one.
element(Parent, Tag, Text) ->
    Element = js:call(js:get(js:global(), document), 'createElement', [Tag]),
    js:set(Element, 'textContent', Text),
    js:call(Parent, append, [Element]),
    Element.
