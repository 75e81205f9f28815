%% showcase: what `npm start` shows. Plain Erlang, compiled by OTP's own erlc; it runs on erl just the same:
%%     erlc showcase.erl && erl -noshell -eval 'showcase:main(color), halt().'
-module(showcase).
-export([main/0, main/1]).

main() -> main(plain).

main(Style) ->
    put(style, Style),
    title("A thousand processes in a ring, and a supervisor"),
    ring(1000, 100),
    title("A computation spread over processes, one for each line"),
    mandelbrot(76, 24),
    title("A hundred thousand processes alive at once"),
    crowd(100000),
    title("Integers of any size"),
    power(3, 10000),
    nl(),
    ok.

%% -- A token goes round a ring. Half-way one node is made to crash; the supervisor sees it die, starts another in its
%% place and the token goes on.

ring(Nodes, Rounds) ->
    Me = self(),
    {Us, Hops} = timed(fun() ->
        Supervisor = spawn_link(fun() -> supervisor(Me, Nodes) end),
        receive {Supervisor, ready} -> ok end,
        Hops = rounds(Supervisor, Rounds, 1, 0),
        Supervisor ! stop,
        Hops
    end),
    say("~p hops in ~s: ~s a message", [Hops, ms(Us), per(Us, Hops)]).

rounds(_, Rounds, Round, Hops) when Round > Rounds -> Hops;
rounds(Supervisor, Rounds, Round, Hops) ->
    Round =:= Rounds div 2 andalso sabotage(Supervisor),
    Supervisor ! {round, self()},
    receive {back, N} -> rounds(Supervisor, Rounds, Round + 1, Hops + N) end.

%% Tells a node to divide by zero.
sabotage(Supervisor) ->
    Supervisor ! {crash, 500, self()},
    receive
        {restarted, Old, New, {Reason, Trace}} ->
            [{F, A, Line} | _] = [{F, A, proplists:get_value(line, At)} || {?MODULE, F, A, At} <- Trace],
            say("node 500, ~p, ends: ~p in ~p/~p, line ~p of showcase.erl", [Old, Reason, F, A, Line]),
            say("the supervisor starts ~p in its place; the ring goes on", [New])
    end.

%% The ring is a map of number to pid: a node asks for nothing but its own place.
supervisor(Parent, Nodes) ->
    process_flag(trap_exit, true),
    Ring = maps:from_list([{N, start_node(N, Nodes)} || N <- lists:seq(1, Nodes)]),
    connect(Ring, Nodes),
    Parent ! {self(), ready},
    supervise(Parent, Nodes, Ring).

supervise(Parent, Nodes, Ring) ->
    receive
        {round, From} ->
            maps:get(1, Ring) ! {token, 1, From},
            supervise(Parent, Nodes, Ring);
        {crash, N, From} ->
            Old = maps:get(N, Ring),
            Old ! crash,
            receive
                {'EXIT', Old, Reason} ->
                    Ring1 = Ring#{N := start_node(N, Nodes)},
                    connect(Ring1, Nodes),
                    From ! {restarted, Old, maps:get(N, Ring1), Reason},
                    supervise(Parent, Nodes, Ring1)
            end;
        stop ->
            maps:foreach(fun(_, Pid) -> exit(Pid, shutdown) end, Ring)
    end.

connect(Ring, Nodes) ->
    maps:foreach(fun(N, Pid) -> Pid ! {next, maps:get(N rem Nodes + 1, Ring)} end, Ring).

%% An error becomes the exit reason as it is; uncaught it would be reported to the log as well.
start_node(N, Nodes) ->
    spawn_link(fun() ->
        try node_loop(N, Nodes, none)
        catch error:Reason:Trace -> exit({Reason, Trace})
        end
    end).

node_loop(N, Nodes, Next) ->
    receive
        {next, Pid} -> node_loop(N, Nodes, Pid);
        {token, Hops, From} when N =:= Nodes -> From ! {back, Hops}, node_loop(N, Nodes, Next);
        {token, Hops, From} -> Next ! {token, Hops + 1, From}, node_loop(N, Nodes, Next);
        crash -> node_loop(N, N div zero(N), Next)
    end.

zero(N) -> N - N.

%% -- The Mandelbrot set: every line is computed by a process of its own.

mandelbrot(Width, Height) ->
    {Us, Lines} = timed(fun() ->
        pmap(fun(Row) -> line(Row, Width, Height) end, lists:seq(0, Height - 1))
    end),
    [say("~ts", [color(string:trim(Line, trailing))]) || Line <- Lines],
    say("~p processes, ~s", [Height, ms(Us)]).

pmap(F, Items) ->
    Me = self(),
    Pids = [spawn_link(fun() -> Me ! {self(), F(Item)} end) || Item <- Items],
    [receive {Pid, Value} -> Value end || Pid <- Pids].

line(Row, Width, Height) ->
    Y = 2.4 * Row / (Height - 1) - 1.2,
    [shade(escape(3.2 * Column / (Width - 1) - 2.2, Y, 0.0, 0.0, 0)) || Column <- lists:seq(0, Width - 1)].

escape(_, _, _, _, 400) -> 400;
escape(_, _, X, Y, N) when X * X + Y * Y > 4.0 -> N;
escape(Cx, Cy, X, Y, N) -> escape(Cx, Cy, X * X - Y * Y + Cx, 2.0 * X * Y + Cy, N + 1).

shade(400) -> $@;
shade(N) when N > 40 -> $#;
shade(N) when N > 20 -> $*;
shade(N) when N > 12 -> $+;
shade(N) when N > 8 -> $=;
shade(N) when N > 5 -> $-;
shade(N) when N > 3 -> $.;
shade(_) -> $\s.

%% -- Many processes: each waits for a number, doubles it and sends it back.

crowd(N) ->
    Me = self(),
    {Us, Sum} = timed(fun() ->
        Pids = [spawn(fun() -> receive {double, X} -> Me ! {doubled, 2 * X} end end) || _ <- lists:seq(1, N)],
        tell(Pids, 1),
        collect(N, 0)
    end),
    say("~p spawned, told, heard: the sum is ~p, in ~s", [N, Sum, ms(Us)]).

tell([], _) -> ok;
tell([Pid | Pids], X) -> Pid ! {double, X}, tell(Pids, X + 1).

collect(0, Sum) -> Sum;
collect(N, Sum) -> receive {doubled, X} -> collect(N - 1, Sum + X) end.

%% -- Large integers.

power(Base, Exponent) ->
    {Us, Digits} = timed(fun() -> integer_to_list(power(Base, Exponent, 1)) end),
    say("~p to the power of ~p: ~s...~s", [Base, Exponent, lists:sublist(Digits, 20), lists:nthtail(length(Digits) - 20, Digits)]),
    say("~p digits, in ~s", [length(Digits), ms(Us)]).

power(_, 0, Product) -> Product;
power(Base, Exponent, Product) -> power(Base, Exponent - 1, Product * Base).

%% -- Output.

timed(F) ->
    T0 = erlang:monotonic_time(microsecond),
    Value = F(),
    {erlang:monotonic_time(microsecond) - T0, Value}.

ms(Us) -> io_lib:format("~.1f ms", [Us / 1000]).

per(Us, N) -> io_lib:format("~.2f microseconds", [Us / N]).

title(Text) ->
    nl(),
    io:format("~ts~n", [paint("1", Text)]).

say(Format, Args) -> io:format("  " ++ Format ++ "~n", Args).

nl() -> io:format("~n").

%% The runs of equal characters of a line of the picture, each in its colour.
color(Line) ->
    case get(style) of
        color -> runs(Line);
        _ -> Line
    end.

runs([]) -> [];
runs([C | _] = Line) ->
    {Run, Rest} = lists:splitwith(fun(X) -> X =:= C end, Line),
    [paint(hue(C), Run) | runs(Rest)].

hue($@) -> "35";
hue($#) -> "31";
hue($*) -> "33";
hue($+) -> "32";
hue($=) -> "36";
hue(_) -> "34".

paint(Code, Text) ->
    case get(style) of
        color -> ["\e[", Code, "m", Text, "\e[0m"];
        _ -> Text
    end.
