%% Runs the benchmarks that are in OTP's test suites, and hears what they measure: an event handler of Common Test.
%% Each measurement is appended to the file `events` as it comes, fields separated by tabs:
%%   value NAME NUMBER   NAME is what the suite calls it, or the case it comes from
%%   failed NAME REASON  of a case
%%   finished TEXT       Common Test has ended by itself
-module(gluon_benchmarks).
-behaviour(gen_event).
-export([run/1, init/1, handle_event/2, handle_call/2]).

-define(ESTONE_RUNS, 5).

%% The file holds a map: dir, logs, events as in gluon_suites; spec => the terms of a test specification, or estone.
run(TermFile) ->
    {ok, [#{spec := Spec, dir := Dir, logs := Logs, events := Events}]} = file:consult(TermFile),
    ok = file:set_cwd(Dir),
    Result = case Spec of
                 estone ->
                     [estone(Events) || _ <- lists:seq(1, ?ESTONE_RUNS)];
                 _ ->
                     File = TermFile ++ ".spec",
                     ok = file:write_file(File, [io_lib:format("~tp.~n", [Term]) || Term <- Spec]),
                     gluon_suites:common_test(Logs, [{spec, File}, {event_handler, {?MODULE, [Events]}}])
             end,
    gluon_suites:event(Events, "finished", [gluon_suites:text(Result)]),
    halt(0).

%% By hand, since its group runs fifty times and needs a program in C for one of its parts, port_io.
estone(Events) ->
    Micros = [Micro || Micro <- estone_SUITE:micros(), element(2, Micro) =/= port_io],
    [begin
         {microsecs, Time} = lists:keyfind(microsecs, 1, Micro),
         {function, Name} = lists:keyfind(function, 1, Micro),
         value(Events, Name, Time)
     end || Micro <- estone_SUITE:macro(Micros, "")],
    ok.

init([Events]) -> {ok, {Events, ""}}.

%% The record that Common Test sends: {event, What, Node, Data}.
handle_event({event, tc_start, _, {_Suite, Case}}, {Events, _}) when is_atom(Case) ->
    {ok, {Events, atom_to_list(Case)}};
handle_event({event, tc_done, _, {_Suite, Case, {failed, Reason}}}, {Events, _} = S) ->
    gluon_suites:event(Events, "failed", [gluon_suites:text(Case), gluon_suites:text(Reason)]),
    {ok, S};
handle_event({event, benchmark_data, _, Data}, {Events, Case} = S) ->
    value(Events, proplists:get_value(name, Data, Case), proplists:get_value(value, Data)),
    {ok, S};
handle_event(_, S) ->
    {ok, S}.

handle_call(_, S) -> {ok, ok, S}.

value(Events, Name, Value) ->
    gluon_suites:event(Events, "value", [io_lib:format("~ts", [Name]), io_lib:format("~w", [Value])]).
