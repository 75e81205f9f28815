%% sequential tracing: the token goes along with the exit signal that becomes a message, and with the answer to a request for a process
-module(trace_seq_signals).
-export([main/0]).

main() ->
    process_flag(trap_exit, true),
    Self = self(),
    Tracer = spawn(fun() -> tracer([]) end),
    P = spawn_link(fun() -> receive M -> exit({got, M}) end end),
    seq_trace:set_system_tracer(Tracer),
    token(),
    P ! hello,
    receive {'EXIT', P, {got, hello}} -> ok end,
    Serial = seq_trace:get_token(serial),
    seq_trace:set_token([]),
    io:format("~p~n", [Serial]),
    show(Tracer, [{Self, main}, {P, p}]),
    token(),
    Tag = make_ref(),
    Id = spawn_request(fun() -> Self ! from_child, receive never -> ok end end, [link, {reply_tag, Tag}]),
    Child = receive {Tag, Id, ok, C} -> C end,
    After = seq_trace:get_token(serial),
    receive from_child -> ok end,
    seq_trace:set_token([]),
    io:format("~p~n", [After]),
    seq_trace:set_system_tracer(false),
    show(Tracer, [{Self, main}, {Child, child}, {Tag, tag}, {Id, id}]).

token() ->
    seq_trace:set_token(label, 7),
    [seq_trace:set_token(F, true) || F <- [send, 'receive']].

tracer(Seen) ->
    receive
        {seq_trace, Label, What} -> tracer([{Label, What} | Seen]);
        {get, From} -> From ! {seen, lists:reverse(Seen)}, tracer([])
    end.

show(Tracer, Names) ->
    Tracer ! {get, self()},
    receive {seen, L} -> [io:format("~p~n", [named(X, Names)]) || X <- L] end.

named({spawn_request, Id, Parent, _, _, Options, Tag, _}, Names) ->
    {spawn_request, named(Id, Names), named(Parent, Names), named(Options, Names), named(Tag, Names)};
named(T, Names) when is_tuple(T) -> list_to_tuple(named(tuple_to_list(T), Names));
named([H | T], Names) -> [named(H, Names) | named(T, Names)];
named(X, Names) -> proplists:get_value(X, Names, X).
