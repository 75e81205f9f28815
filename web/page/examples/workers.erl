%% A master gives jobs to whoever is free. Run it with Messages open, as a diagram, and see who talks to whom.
%%
%%   workers:run(3, 30).         three workers, thirty jobs
%%
-module(workers).
-export([main/0, run/2]).

main() ->
    run(4, 24).

%% Counts the prime numbers below Jobs * 100, a hundred numbers a job.
run(Workers, Jobs) ->
    Master = self(),
    Pids = [spawn_link(fun() -> worker(Master, Name) end) || Name <- names(Workers)],
    Results = master(lists:seq(0, Jobs - 1), Jobs, []),
    [unlink(Pid) || Pid <- Pids],
    [Pid ! stop || Pid <- Pids],
    Shares = maps:groups_from_list(fun({By, _, _}) -> By end, Results),
    [io:format("~p did ~p jobs~n", [By, length(Done)]) || By := Done <- Shares],
    io:format("There are ~p prime numbers below ~p~n",
              [lists:sum([Count || {_, _, Count} <- Results]), Jobs * 100]).

names(Workers) ->
    [list_to_atom("worker_" ++ integer_to_list(N)) || N <- lists:seq(1, Workers)].

%% A worker that asks gets the next job; who has none to get hears nothing.
master(_Jobs, 0, Results) ->
    Results;
master(Jobs, Missing, Results) ->
    receive
        {ready, Worker} when Jobs =/= [] ->
            Worker ! {job, hd(Jobs)},
            master(tl(Jobs), Missing, Results);
        {result, By, Job, Count} ->
            master(Jobs, Missing - 1, [{By, Job, Count} | Results])
    end.

worker(Master, Name) ->
    register(Name, self()),
    work(Master, Name).

work(Master, Name) ->
    Master ! {ready, self()},
    receive
        {job, Job} ->
            Count = length([N || N <- lists:seq(Job * 100, Job * 100 + 99), is_prime(N)]),
            %% Some jobs take longer. It would be over before it is seen.
            timer:sleep(200 + 50 * erlang:phash2({Job, Name}, 8)),
            Master ! {result, Name, Job, Count},
            work(Master, Name);
        stop ->
            ok
    end.

is_prime(N) when N < 2 -> false;
is_prime(N) -> is_prime(N, 2).

is_prime(N, D) when D * D > N -> true;
is_prime(N, D) when N rem D =:= 0 -> false;
is_prime(N, D) -> is_prime(N, D + 1).
