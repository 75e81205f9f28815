%% Helpers of the test programs: what hides a value from the compiler, and how exceptions are shown.
%% Only what every release prints alike comes out of here: lines are shown of the program's own frames alone.
-module(prog).
-export([id/1, try_call/1, try_call/2, frames/2, show/2, exits/1, sorted/1, normal/1, flush/0, wait_down/1, compiled/1]).

%% Hides a value from the compiler's constant folding and type analysis.
id(X) -> X.

%% Value, or {Class, Reason}, of a call.
try_call(F) ->
    try F() of
        V -> {ok, V}
    catch
        C:R -> {C, normal(R)}
    end.

%% The same with the frames of the stack trace down to this module.
try_call(Module, F) ->
    try F() of
        V -> {ok, V}
    catch
        C:R:S -> {C, normal(R), frames(Module, S)}
    end.

%% A stack trace of which the frames of Module have {File, Line} and the others have their M, F, A alone. Frames of the
%% harness end it.
frames(Module, [{M, _, _, _} | _]) when (M =:= prog orelse M =:= programs_driver), M =/= Module -> [];
frames(Module, [{Module, F, A, Info} | T]) ->
    Location = [{proplists:get_value(file, Info), proplists:get_value(line, Info)} || Info =/= []],
    [{F, normal(A), Location} | frames(Module, T)];
frames(Module, [{M, F, A, Info} | T]) ->
    Cause = [error_info || lists:keymember(error_info, 1, Info)],
    [list_to_tuple([M, F, normal(A)] ++ Cause) | frames(Module, T)];
frames(Module, [H | T]) -> [{unexpected_frame, normal(H)} | frames(Module, T)];
frames(_, []) -> [].

%% Prints Label and what F gives, one line each.
show(Label, F) -> io:format("~ts: ~0tp~n", [Label, try_call(F)]).

%% Runs F in a process of its own and gives its exit reason.
exits(F) ->
    {P, R} = spawn_monitor(F),
    receive
        {'DOWN', R, process, P, {Reason, [{_, _, _, _} | _]}} -> {Reason, stack};
        {'DOWN', R, process, P, Reason} -> Reason
    end.

sorted(L) -> lists:sort(L).

%% What is the same on every VM: pids, ports, references and funs have no printable identity, maps no order of their own.
normal(T) when is_pid(T) -> '<pid>';
normal(T) when is_port(T) -> '<port>';
normal(T) when is_reference(T) -> '<ref>';
normal(T) when is_function(T) ->
    case erlang:fun_info(T, type) of
        {type, external} -> T;
        {type, local} ->
            {arity, A} = erlang:fun_info(T, arity),
            {'<fun>', A}
    end;
normal([H | T]) -> [normal(H) | normal(T)];
normal(T) when is_tuple(T) -> list_to_tuple(normal(tuple_to_list(T)));
normal(T) when is_map(T), map_size(T) < 2 -> maps:from_list(normal(maps:to_list(T)));
normal(T) when is_map(T) -> {'#', lists:sort(normal(maps:to_list(T)))};
normal(T) -> T.

%% Everything in the mailbox.
flush() ->
    receive
        M -> [M | flush()]
    after 0 -> []
    end.

%% Waits until the monitored process is gone; its reason.
wait_down(Ref) ->
    receive
        {'DOWN', Ref, _, _, Reason} -> Reason
    after 5000 -> timeout
    end.

%% The code of the module whose forms the text holds.
compiled(Text) ->
    {ok, Tokens, _} = erl_scan:string(Text),
    {ok, _, Code} = compile:forms(forms(Tokens, [])),
    Code.

forms([], []) -> [];
forms([{dot, _} = Dot | Rest], Form) ->
    {ok, F} = erl_parse:parse_form(lists:reverse(Form, [Dot])),
    [F | forms(Rest, [])];
forms([T | Rest], Form) -> forms(Rest, [T | Form]).
