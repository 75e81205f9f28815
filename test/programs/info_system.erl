%% system_info items that are the same everywhere
-module(info_system).
-export([main/0]).
-import(prog, [id/1, show/2]).

main() ->
    io:format("~p~n", [[erlang:system_info(I) || I <- [wordsize, {wordsize, external}, machine]]]),
    io:format("~p~n", [is_list(erlang:system_info(otp_release))]),
    io:format("~p~n", [[is_integer(erlang:system_info(I)) || I <- [process_limit, process_count, port_limit, atom_limit, atom_count, schedulers, schedulers_online, ets_limit]]]),
    io:format("~p~n", [is_binary(list_to_binary(erlang:system_info(system_version)))]),
    io:format("~p~n", [is_list(erlang:system_info(version))]),
    [Processors, Online, Available] =
        [erlang:system_info(I) || I <- [logical_processors, logical_processors_online, logical_processors_available]],
    io:format("~p~n", [0 < Available andalso Available =< Online andalso Online =< Processors]),
    show("bad item", fun() -> erlang:system_info(id(nosuch)) end),
    io:format("~p~n", [[is_tuple(erlang:statistics(I)) || I <- [runtime, wall_clock, reductions, garbage_collection, io, context_switches]]]),
    show("bad statistics", fun() -> erlang:statistics(id(nosuch)) end),
    io:format("~p ~p ~p~n", [node(), is_alive(), nodes()]),
    io:format("~p~n", [[node(self()), node(make_ref())]]),
    {D, T} = {date(), time()},
    io:format("~p ~p~n", [tuple_size(D), tuple_size(T)]),
    io:format("~p~n", [is_integer(os:system_time(second))]),
    io:format("~p~n", [erlang:process_info(self(), priority)]),
    %% The BIFs, not the functions of preloaded modules or NIFs.
    Snifs = erlang:system_info(snifs),
    io:format("~p~n", [[lists:member(B, Snifs) || B <- [{lists, reverse, 2}, {erlang, self, 0}, {lists, map, 2}, {prim_file, open_nif, 2}]]]).
