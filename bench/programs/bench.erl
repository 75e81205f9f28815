%% bench: runs each part of a program in a fresh process, checks its result, prints "BENCH mod/part microseconds status".
-module(bench).
-export([main/2, seq_sum/1, sum/1]).

%% A warm part quicker than this is repeated inside one measurement, in microseconds.
-define(SHORT, 5000).
-define(MAX_REPEATS, 2000).

%% main(Mod, [{Part, Fun, Expected}]) -> total milliseconds (float), or {failed, Parts}.
%% Expected is the value the fun must return; {check, Pred} takes a predicate instead.
%% The first call in a VM runs each part once, which is the cold time; how often a later call repeats a short part
%% follows from the call before and is kept in the caller's process dictionary.
main(Mod, Parts) ->
    one_scheduler(),
    Rs = [one(Mod, P) || P <- Parts],
    io:format("BENCHEND ~s~n", [Mod]),
    case [N || {N, fail, _} <- Rs] of
        [] -> sum([Ms || {_, ok, Ms} <- Rs]);
        Bad -> {failed, Bad}
    end.

one(Mod, {Part, Fun, Expected}) ->
    Self = self(),
    Ref = make_ref(),
    Repeats = repeats(get({Mod, Part})),
    Pid = spawn(fun() -> Self ! {Ref, timed(Repeats, Fun)} end),
    receive
        {Ref, {ok, Us, R}} ->
            put({Mod, Part}, Us),
            case good(Expected, R) of
                true ->
                    io:format("BENCH ~s/~s ~.3f ok~n", [Mod, Part, Us]),
                    {Part, ok, Us / 1000};
                false ->
                    io:format("BENCH ~s/~s ~.3f WRONG ~p~n", [Mod, Part, Us, R]),
                    {Part, fail, wrong}
            end;
        {Ref, {fail, C, E}} ->
            io:format("BENCH ~s/~s 0 FAIL ~p:~p~n", [Mod, Part, C, E]),
            {Part, fail, {C, E}}
    after 60000 ->
        exit(Pid, kill),
        io:format("BENCH ~s/~s 0 FAIL timeout~n", [Mod, Part]),
        {Part, fail, timeout}
    end.

repeats(undefined) -> 1;
repeats(Us) when Us >= ?SHORT -> 1;
repeats(Us) when Us * ?MAX_REPEATS =< ?SHORT -> ?MAX_REPEATS;
repeats(Us) -> round(?SHORT / Us) + 1.

one_scheduler() ->
    try erlang:system_flag(schedulers_online, 1)
    catch _:_ -> ok
    end.

timed(Repeats, Fun) ->
    try
        T0 = erlang:monotonic_time(microsecond),
        R = repeat(Repeats, Fun),
        T1 = erlang:monotonic_time(microsecond),
        {ok, (T1 - T0) / Repeats, R}
    catch
        C:E -> {fail, C, E}
    end.

repeat(1, Fun) -> Fun();
repeat(N, Fun) -> Fun(), repeat(N - 1, Fun).

good({check, Pred}, R) -> Pred(R) =:= true;
good(Expected, R) -> Expected =:= R.

%% Sum of 1..N, handy for expected values.
seq_sum(N) -> N * (N + 1) div 2.

sum(L) -> lists:foldl(fun(X, A) -> X + A end, 0, L).
