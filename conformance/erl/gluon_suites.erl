%% Runs one of OTP's test suites by Common Test, and compiles the suites. Used on real OTP and on Gluon alike.
%%
%% What happens is written by gluon_suites_hook, as it happens, to the file `events`: one line for each event, fields separated
%% by tabs. This module writes the first and the last:
%%   plan PATH       a case of the suite, before anything runs; groups and case are separated by slashes
%%   finished TEXT   Common Test has ended by itself; TEXT is what it returned
-module(gluon_suites).
-export([compile/1, run/1, common_test/2, event/3, text/1, reason/1]).

%% Compiles what the file names: `{Source, OutDir, Options}.` for each module. A module may be the parse transform of another, so
%% what fails is tried once more after all others. Prints a line for each module that cannot be compiled.
compile(TermFile) ->
    {ok, Jobs} = file:consult(TermFile),
    Again = [Job || {Job, Error} <- compile_all(Jobs), Error =/= ok],
    [report(Job, Error) || Job <- Again, (Error = compile_one(Job)) =/= ok],
    halt(0).

%% On all processors; the results come in any order.
compile_all(Jobs) ->
    Self = self(),
    Lanes = erlang:system_info(schedulers_online),
    Compile = fun(Lane) ->
                      [{Job, compile_one(Job)} || {N, Job} <- lists:enumerate(Jobs), N rem Lanes =:= Lane]
              end,
    Pids = [spawn_link(fun() -> Self ! {self(), Compile(Lane)} end) || Lane <- lists:seq(0, Lanes - 1)],
    lists:append([receive {Pid, Results} -> Results end || Pid <- Pids]).

compile_one({Source, OutDir, Options}) ->
    code:add_pathz(OutDir),
    case compile:file(Source, [return, {outdir, OutDir} | Options]) of
        {ok, _, _} -> ok;
        {error, Errors, _} -> Errors;
        error -> []
    end.

report({Source, _, _}, Errors) ->
    Reason = [text({File, E}) || {File, [E | _]} <- lists:sublist(Errors, 1)],
    io:format("~ts\t~ts~n", [Source, Reason]).

%% Runs a suite. The file holds a map:
%%   suite, dir    the module and the folder with it
%%   logs          a folder for Common Test's pages
%%   events        the file to append to
%%   only          `all`, or the paths that shall run, the others are passed over without a word; `none`: say the plan and end
run(TermFile) ->
    {ok, [#{suite := Suite, dir := Dir, logs := Logs, events := Events, only := Only}]} = file:consult(TermFile),
    ok = file:set_cwd(Dir),
    case plan(Suite) of
        {skip, Reason} ->
            event(Events, "skip_suite", [text(Reason)]);
        Paths ->
            [event(Events, "plan", [path(Path)]) || Path <- Paths],
            Result = Only =:= none orelse
                common_test(Logs, [{dir, Dir}, {suite, Suite}, {ct_hooks, [{gluon_suites_hook, #{events => Events, only => Only}}]}]),
            event(Events, "finished", [text(Result)])
    end,
    halt(0).

%% What Common Test returns.
common_test(Logs, Options) ->
    ct:run_test([{auto_compile, false}, {logdir, Logs}, {basic_html, true},
                 %% The suites' own limits are made for fast machines: ours is the one that counts.
                 {multiply_timetraps, 20}, {scale_timetraps, false} | Options]).

%% All cases of the suite, each as the list of its groups, outermost first, and its name.
plan(Suite) ->
    {module, Suite} = code:ensure_loaded(Suite),
    case Suite:all() of
        {skip, Reason} -> {skip, Reason};
        All -> lists:uniq(expand(All, [], groups(Suite)))
    end.

groups(Module) ->
    case erlang:function_exported(Module, groups, 0) of
        true -> definitions(Module:groups());
        false -> []
    end.

%% Groups are defined at the top or where they are used, inside of others.
definitions(Members) ->
    lists:flatmap(fun({Name, _Properties, Inner}) when is_list(Inner) -> [{Name, Inner} | definitions(Inner)];
                     ({Name, Inner}) when is_list(Inner) -> [{Name, Inner} | definitions(Inner)];
                     (_) -> []
                  end, Members).

expand(Members, Above, Groups) -> lists:flatmap(fun(M) -> member(M, Above, Groups) end, Members).

member({group, Name}, Above, Groups) -> group(Name, Above, Groups);
member({group, Module, Name}, Above, _) when is_atom(Name), Name =/= default ->
    {module, Module} = code:ensure_loaded(Module),
    group(Name, Above, groups(Module));
member({group, Name, _Properties}, Above, Groups) -> group(Name, Above, Groups);
member({group, Name, _Properties, _Sub}, Above, Groups) -> group(Name, Above, Groups);
member({testcase, Case, _Properties}, Above, _) -> [lists:reverse([Case | Above])];
member({Module, all}, Above, _) ->
    {module, Module} = code:ensure_loaded(Module),
    expand(Module:all(), Above, groups(Module));
member({_Module, Case}, Above, _) when is_atom(Case) -> [lists:reverse([Case | Above])];
member({Name, Members}, Above, Groups) when is_list(Members) -> expand(Members, [Name | Above], Groups);
member({Name, _Properties, Members}, Above, Groups) -> expand(Members, [Name | Above], Groups);
member(Sequence, Above, Groups) when is_list(Sequence) -> expand(Sequence, Above, Groups);
member(Case, Above, _) when is_atom(Case) -> [lists:reverse([Case | Above])].

group(Name, Above, Groups) ->
    {Name, Members} = lists:keyfind(Name, 1, Groups),
    expand(Members, [Name | Above], Groups).

path(Names) -> lists:join($/, [io_lib:format("~ts", [Name]) || Name <- Names]).

%% Appends a line. Raw, past the file server: tests stop and replace the processes that files usually go through.
event(File, Kind, Fields) ->
    Line = unicode:characters_to_binary([lists:join($\t, [Kind | Fields]), $\n]),
    ok = file:write_file(File, Line, [raw, append]).

%% Why a case failed: the reason, and where from the first function outside of the tests' own to the first of them.
reason({Reason, [{M, F, A, L} | _] = Stack}) when is_atom(M), is_atom(F), is_list(L), is_integer(A) orelse is_list(A) ->
    text(Reason) ++ frames(Stack, 2);
reason({error, {Reason, [{M, F, A, L} | _] = Stack}}) when is_atom(M), is_atom(F), is_list(L), is_list(A) orelse is_integer(A) ->
    text(Reason) ++ frames(Stack, 2);
reason(Reason) ->
    text(Reason).

frames([{M, F, A, L} | Stack], N) when N > 0 ->
    Call = case A of
               _ when is_list(A) -> [$(, lists:join(", ", [text(Arg) || Arg <- A]), $)];
               _ -> [$/, integer_to_list(A)]
           end,
    Line = [[" line ", integer_to_list(Number)] || {line, Number} <- L],
    lists:sublist(lists:flatten([" <- ", text(M), $:, text(F), Call, Line]), 300) ++ frames(Stack, N - 1);
frames(_, _) ->
    "".

%% A term on one line, what is deep in it left out.
text(Term) ->
    Printed = unicode:characters_to_list(io_lib:format("~0tP", [Term, 40])),
    [case C < 32 of true -> $\s; false -> C end || C <- lists:sublist(Printed, 600)].
