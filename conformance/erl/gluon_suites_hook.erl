%% A Common Test hook that writes down what happens to each test case:
%%   start PATH            the case begins
%%   end PATH MS           it has ended; a line `fail` or `skip` behind it says that it did not pass
%%   fail PATH REASON      of a case that is left out because something before it failed, PATH may lack the outer groups
%%   skip PATH REASON      by the suite's own decision
%%   broken PATH REASON    left out because something before it failed
%%   conf NAME, done NAME  the same for init_per_suite, end_per_suite and those of groups
%%   conf_failed NAME REASON
%% Invariant: what is passed over, because it has run in an earlier VM or is not asked for, leaves no line.
-module(gluon_suites_hook).
-export([id/1, init/2, pre_init_per_suite/3, post_init_per_suite/4, pre_end_per_suite/3, post_end_per_suite/4,
         pre_init_per_group/4, post_init_per_group/5, pre_end_per_group/4, post_end_per_group/5,
         pre_init_per_testcase/4, post_end_per_testcase/5, on_tc_fail/4, on_tc_skip/4]).

-define(PASSED_OVER, "passed over by gluon_suites").

id(_) -> ?MODULE.

%% Comes last of all hooks: OTP's own take no case that another hook has already decided to skip.
init(?MODULE, Options) -> {ok, Options#{running => #{}}, 1_000_000}.

pre_init_per_suite(_Suite, Config, S) -> conf(S, "init_per_suite", Config).
post_init_per_suite(_Suite, _Config, Return, S) -> done(S, "init_per_suite", Return).
pre_end_per_suite(_Suite, Config, S) -> conf(S, "end_per_suite", Config).
post_end_per_suite(_Suite, _Config, Return, S) -> done(S, "end_per_suite", Return).

pre_init_per_group(_Suite, Group, Config, S) ->
    Path = groups(Config, [Group]),
    case wanted_group(Path, S) of
        true -> conf(S, ["init_per_group ", Path], Config);
        false -> {{skip, ?PASSED_OVER}, S}
    end.
post_init_per_group(_Suite, Group, Config, Return, S) -> done(S, ["init_per_group ", groups(Config, [Group])], Return).
pre_end_per_group(_Suite, Group, Config, S) -> conf(S, ["end_per_group ", groups(Config, [Group])], Config).
post_end_per_group(_Suite, Group, Config, Return, S) -> done(S, ["end_per_group ", groups(Config, [Group])], Return).

conf(S, Name, Config) ->
    event(S, "conf", [Name]),
    {Config, S}.

done(S, Name, Return) ->
    event(S, "done", [Name]),
    {Return, S}.

pre_init_per_testcase(_Suite, Case, Config, #{running := Running} = S) ->
    Groups = proplists:get_value(tc_group_properties, Config, []),
    Innermost = proplists:get_value(name, Groups),
    Path = lists:flatten(groups(Config, [Name || Name <- [Innermost], Name =/= undefined] ++ [Case])),
    case wanted(Path, S) of
        true ->
            event(S, "start", [Path]),
            {Config, S#{running := Running#{{Case, Innermost} => {Path, erlang:monotonic_time(millisecond)}}}};
        false ->
            {{skip, ?PASSED_OVER}, S#{running := maps:remove({Case, Innermost}, Running)}}
    end.

post_end_per_testcase(_Suite, Case, Config, Return, #{running := Running} = S) ->
    Innermost = proplists:get_value(name, proplists:get_value(tc_group_properties, Config, [])),
    case Running of
        #{{Case, Innermost} := {Path, Since}} ->
            event(S, "end", [Path, integer_to_list(erlang:monotonic_time(millisecond) - Since)]);
        #{} ->
            ok
    end,
    {Return, S}.

on_tc_fail(_Suite, Name, Reason, S) ->
    case conf_name(Name) of
        {conf, Conf} -> event(S, "conf_failed", [Conf, gluon_suites:text(Reason)]);
        'case' -> event(S, "fail", [path(Name, S), gluon_suites:reason(Reason)])
    end,
    S.

on_tc_skip(_Suite, _Name, {_, ?PASSED_OVER}, S) -> S;
on_tc_skip(_Suite, _Name, {_, {_, ?PASSED_OVER}}, S) -> S;
on_tc_skip(_Suite, Name, {Kind, Reason}, S) ->
    case {conf_name(Name), Kind} of
        {{conf, Conf}, _} -> event(S, "conf_failed", [Conf, gluon_suites:text(Reason)]);
        {'case', tc_auto_skip} -> event(S, "broken", [path(Name, S), gluon_suites:text(Reason)]);
        {'case', tc_user_skip} -> event(S, "skip", [path(Name, S), text_or_term(Reason)])
    end,
    S.

conf_name({Name, Group}) when Name =:= init_per_group; Name =:= end_per_group ->
    {conf, io_lib:format("~ts ~tp", [Name, Group])};
conf_name(Name) when Name =:= init_per_suite; Name =:= end_per_suite ->
    {conf, atom_to_list(Name)};
conf_name(_) ->
    'case'.

path(Name, #{running := Running}) ->
    Key = case Name of
              {_Case, _Group} -> Name;
              _ -> {Name, undefined}
          end,
    case {Running, Key} of
        {#{Key := {Path, _}}, _} -> Path;
        {_, {Case, undefined}} -> atom_to_list(Case);
        {_, {Case, Group}} -> names([Group, Case])
    end.

%% The outer groups, which Common Test lists innermost first, and what is in them. Entries without a name are no groups.
groups(Config, Inner) ->
    Outer = [Name || Properties <- proplists:get_value(tc_group_path, Config, []), {name, Name} <- Properties],
    names(lists:reverse(Outer) ++ Inner).

names(Names) -> lists:flatten(lists:join($/, [io_lib:format("~ts", [Name]) || Name <- Names])).

wanted(_Path, #{only := all}) -> true;
wanted(Path, #{only := Only}) -> lists:member(Path, Only).

wanted_group(_Path, #{only := all}) -> true;
wanted_group(Path, #{only := Only}) -> lists:any(fun(P) -> lists:prefix(Path ++ "/", P) end, Only).

text_or_term(Reason) ->
    case io_lib:printable_unicode_list(Reason) of
        true -> [case C < 32 of true -> $\s; false -> C end || C <- lists:sublist(Reason, 300)];
        false -> gluon_suites:text(Reason)
    end.

event(#{events := File}, Kind, Fields) -> gluon_suites:event(File, Kind, Fields).
