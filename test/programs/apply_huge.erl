%% apply, spawn and hibernate with more arguments than a function can have; what stands in the traces
-module(apply_huge).
-export([main/0, one/1, ap2/2, ap2_last/2]).

one(X) -> X.
ap2(F, Args) -> {result, apply(F, Args)}.
ap2_last(F, Args) -> apply(F, Args).

main() ->
    %% Processes that end by an error are no answer.
    catch logger:set_primary_config(level, none),
    process_flag(trap_exit, true),
    [with(N) || N <- [255, 256, 1000, 1022, 1023, 1024, 1_000_000]],
    [begin
         say({ap2, F, Args}, fun() -> 1 + ap2(F, Args) end),
         say({ap2_last, F, Args}, fun() -> 1 + ap2_last(F, Args) end),
         say({function, F, Args}, fun() -> 1 + ap2(fun erlang:apply/2, [F, Args]) end),
         say({spawned, F, Args}, fun() -> ended(spawn_link(erlang, apply, [F, Args])) end)
     end || {F, Args} <- [{fun ?MODULE:one/1, []}, {x, []}, {x, [1]}, {fun lists:seq/2, [1]}, {fun nomod:x/1, [1]}]],
    [begin
         say({ap2, F, Args}, fun() -> 1 + ap2(F, Args) end),
         say({ap2_last, F, Args}, fun() -> 1 + ap2_last(F, Args) end)
     end || {F, Args} <- [{fun ?MODULE:one/1, [1 | 2]}, {x, y}, {fun erlang:element/2, [a, b]}]].

with(N) ->
    L = lists:seq(1, N),
    io:format("~p arguments~n", [N]),
    say(apply_3, fun() -> apply(?MODULE, one, L) end),
    say(apply_2, fun() -> apply(fun one/1, L) end),
    say(apply_2_fun, fun() -> apply(fun(A) -> A end, L) end),
    say(apply_3_fun, fun() -> ap2(fun erlang:apply/3, [lists, seq, L]) end),
    say(no_module, fun() -> apply(nomod, seq, L) end),
    say(improper, fun() -> apply(lists, seq, L ++ x) end),
    say(no_atom, fun() -> apply(lists, 1, L) end),
    say(in_catch, fun() -> {'EXIT', {Reason, _}} = (catch apply(fun one/1, L)), what(Reason) end),
    say(spawn, fun() -> ended(spawn_link(lists, seq, L)) end),
    say(spawn_request, fun() ->
        Ref = spawn_request(lists, seq, L, [link]),
        receive {spawn_reply, Ref, ok, Pid} -> ended(Pid) end
    end),
    say(spawn_improper, fun() -> spawn(lists, seq, L ++ x) end),
    %% OTP 29 takes 256 at most, others 1024, before the process sleeps.
    (N =< 256 orelse N > 1024) andalso say(hibernate, fun() ->
        ended(spawn_link(fun() -> self() ! wake, erlang:hibernate(lists, seq, L) end))
    end).

ended(P) ->
    receive {'EXIT', P, {Reason, Trace}} -> {what(Reason), shown(Trace)}; {'EXIT', P, Reason} -> Reason end.

say(What, F) ->
    R = try {value, F()} catch C:E:Trace -> {C, what(E), shown(Trace)} end,
    io:format("~p: ~p~n", [What, R]).

what(E) when is_tuple(E) -> element(1, E);
what(E) -> E.

%% Releases name funs differently, and only some say by which function a process was begun.
shown([{?MODULE, F, _, _}, {?MODULE, G, _, _} | _]) -> {named(F), F =:= G};
shown([{M, F, A, _} | _]) -> {M, F, if is_list(A) -> {arguments, length(A)}; true -> A end}.

named(F) ->
    case atom_to_list(F) of
        [$- | _] -> a_fun;
        _ -> F
    end.
