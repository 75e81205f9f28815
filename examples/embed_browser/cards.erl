%% The supervisor of the cards on the page: one that crashes is started again.
-module(cards).
-behaviour(supervisor).
-export([start/0, init/1]).

start() ->
    {ok, _} = supervisor:start_link({local, cards}, ?MODULE, []),
    receive stop -> ok end.

init([]) ->
    Cards = [#{id => Name, start => {card, start_link, [Name]}} || Name <- [<<"one">>, <<"two">>, <<"three">>]],
    {ok, {#{strategy => one_for_one, intensity => 10, period => 1}, Cards}}.
