%% Conway's Life, with a process for each cell. Nobody sees the whole field: a cell tells its eight neighbours
%% whether it lives, hears the same from them, and decides. The painter only listens.
%%
%%   life:run(60, 32, 500).      columns, rows, generations
%%
-module(life).
-export([main/0, run/3]).

main() ->
    run(60, 32, 200).

run(Width, Height, Generations) ->
    Painter = self(),
    Places = [{X, Y} || Y <- lists:seq(0, Height - 1), X <- lists:seq(0, Width - 1)],
    Start = start(),
    Cells = #{Place => spawn_link(fun() -> cell(Painter, Place, lists:member(Place, Start)) end)
              || Place <- Places},
    [maps:get({X, Y}, Cells) ! {neighbours, [maps:get({(X + DX + Width) rem Width, (Y + DY + Height) rem Height}, Cells)
                                             || DX <- [-1, 0, 1], DY <- [-1, 0, 1], {DX, DY} =/= {0, 0}]}
     || {X, Y} <- Places],
    io:put_chars("\e[?25l\e[2J"),
    paint(Cells, Width, Height, 0, Generations),
    [begin unlink(Pid), exit(Pid, kill) end || _ := Pid <- Cells],
    io:put_chars("\e[?25h"),
    ok.

%% A cell

cell(Painter, Place, Alive) ->
    receive
        {neighbours, Neighbours} -> live(Painter, Place, Neighbours, Alive, 0)
    end.

live(Painter, Place, Neighbours, Alive, Generation) ->
    Painter ! {cell, Generation, Place, Alive},
    [Neighbour ! {Generation, Alive} || Neighbour <- Neighbours],
    %% The painter says when, so that nobody runs ahead.
    receive {go, Generation} -> ok end,
    Next = case hear(Generation, 8, 0) of
        3 -> true;
        2 -> Alive;
        _ -> false
    end,
    live(Painter, Place, Neighbours, Next, Generation + 1).

hear(_Generation, 0, Count) -> Count;
hear(Generation, Missing, Count) ->
    receive
        {Generation, true} -> hear(Generation, Missing - 1, Count + 1);
        {Generation, false} -> hear(Generation, Missing - 1, Count)
    end.

%% The painter

paint(_Cells, _Width, _Height, Generation, Generation) ->
    ok;
paint(Cells, Width, Height, Generation, Last) ->
    Living = collect(Generation, Width * Height, #{}),
    [Pid ! {go, Generation} || _ := Pid <- Cells],
    Lines = [[[block(is_map_key({X, Y}, Living), is_map_key({X, Y + 1}, Living)) || X <- lists:seq(0, Width - 1)], "\e[K\r\n"]
             || Y <- lists:seq(0, Height - 1, 2)],
    Foot = io_lib:format("generation ~p, ~p alive, ~p processes\e[K\r\n",
                         [Generation, map_size(Living), erlang:system_info(process_count)]),
    io:put_chars(["\e[H\e[32m", Lines, "\e[m", Foot]),
    timer:sleep(40),
    paint(Cells, Width, Height, Generation + 1, Last).

collect(_Generation, 0, Living) -> Living;
collect(Generation, Missing, Living) ->
    receive
        {cell, Generation, Place, true} -> collect(Generation, Missing - 1, Living#{Place => true});
        {cell, Generation, _, false} -> collect(Generation, Missing - 1, Living)
    end.

%% Two cells, one above the other, in one character.
block(true, true) -> $█;
block(true, false) -> $▀;
block(false, true) -> $▄;
block(false, false) -> $\s.

%% Gosper's gun, which never stops to make gliders.
start() ->
    Gun = ["........................O",
           "......................O.O",
           "............OO......OO............OO",
           "...........O...O....OO............OO",
           "OO........O.....O...OO",
           "OO........O...O.OO....O.O",
           "..........O.....O.......O",
           "...........O...O",
           "............OO"],
    [{X + 1, Y + 1} || {Y, Line} <- lists:enumerate(0, Gun), {X, $O} <- lists:enumerate(0, Line)].
