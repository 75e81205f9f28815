%% records of a module whose code is deleted, or replaced by code with another definition
%% since-release: 29
-module(native_records_old_code).
-export([main/0]).

-define(OTHER, records_of_old_code).

main() ->
    load("-record #r{a = 1, b}. -record #own{n = 0}."),
    Old = ?OTHER:start(),
    show(Old),
    load("-record #r{b = 2, c = 3}. -record #own{n = 10, m = 5}."),
    show(Old),
    New = ?OTHER:start(),
    Old ! stop,
    code:purge(?OTHER),
    show(New),
    true = code:delete(?OTHER),
    show(New),
    New ! stop,
    code:purge(?OTHER).

show(Server) ->
    Server ! {self(), make},
    Made = receive {Server, Reply} -> Reply end,
    io:format("~p~n", [Made]),
    try io:format("~p~n", [#?OTHER:r{b = x}])
    catch C:R -> io:format("~p ~p~n", [C, R])
    end,
    io:format("~p~n", [try records:get_definition(?OTHER, r) catch error:E -> E end]).

load(Records) ->
    Text = ["-module(records_of_old_code). -export([start/0]). -export_record([r]). ", Records,
        " start() -> spawn(fun() -> loop(1) end). "
        "loop(N) -> receive {From, make} -> From ! {self(), {#r{b = N}, #own{n = N}}}, loop(N + 1); stop -> ok end."],
    {ok, Tokens, _} = erl_scan:string(lists:flatten(Text)),
    {ok, ?OTHER, Code} = compile:forms(forms(Tokens, []), [nowarn_unused_record]),
    {module, ?OTHER} = code:load_binary(?OTHER, "records_of_old_code.erl", Code).

forms([], []) -> [];
forms([{dot, _} = Dot | Rest], Tokens) ->
    {ok, Form} = erl_parse:parse_form(lists:reverse([Dot | Tokens])),
    [Form | forms(Rest, [])];
forms([Token | Rest], Tokens) -> forms(Rest, [Token | Tokens]).
