%% Three counters under a supervisor. Watch them in Processes, kill one there, or make one crash:
%%
%%   counter:value(red).
%%   counter:add(red, 100).
%%   counter:crash(red).         the supervisor starts another, which counts from 0
%%   counter:crash(green).       crash three times within ten seconds, and the supervisor gives up
%%
-module(counter).
-behaviour(gen_server).
-export([main/0, stop/0, value/1, add/2, crash/1]).
-export([start_link/2, init/1, handle_call/3, handle_cast/2, handle_info/2]).

main() ->
    case whereis(counter_sup) of
        undefined ->
            {ok, Supervisor} = supervisor:start_link({local, counter_sup}, ?MODULE, supervisor),
            %% An error in the shell ends the shell's process, but not this tree.
            unlink(Supervisor);
        _ ->
            already_there
    end,
    [{Name, value(Name)} || Name <- [red, green, blue]].

stop() ->
    exit(whereis(counter_sup), shutdown).

value(Name) -> gen_server:call(Name, value).

add(Name, Amount) -> gen_server:cast(Name, {add, Amount}).

crash(Name) -> gen_server:cast(Name, {add, none}).

%% Called by the supervisor.
start_link(Name, Tick) ->
    gen_server:start_link({local, Name}, ?MODULE, {counter, Name, Tick}, []).

init(supervisor) ->
    Strategy = #{strategy => one_for_one, intensity => 2, period => 10},
    Children = [#{id => Name, start => {?MODULE, start_link, [Name, Tick]}}
                || {Name, Tick} <- [{red, 250}, {green, 500}, {blue, 1000}]],
    {ok, {Strategy, Children}};
init({counter, Name, Tick}) ->
    {ok, _} = timer:send_interval(Tick, tick),
    {ok, #{name => Name, every => Tick, count => 0}}.

handle_call(value, _From, State = #{count := Count}) ->
    {reply, Count, State}.

handle_cast({add, Amount}, State = #{count := Count}) ->
    {noreply, State#{count := Count + Amount}}.

handle_info(tick, State = #{count := Count}) ->
    {noreply, State#{count := Count + 1}}.
