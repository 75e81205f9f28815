%% A first look at Erlang. Press Run, then try things in the shell:
%%
%%   1 + 2.                      an expression ends with a full stop
%%   hello:greet("you").         a function of this module
%%   Pid = hello:start().        a process
%%   Pid ! {hello, self()}.      a message to it
%%   flush().                    what has come back
%%   i().                        everything that lives here
%%
-module(hello).
-export([main/0, greet/1, start/0]).

main() ->
    greet("world"),
    Words = [<<"processes">>, <<"messages">>, <<"supervision">>],
    io:format("Erlang is about ~ts.~n", [lists:join(<<", ">>, Words)]),
    Squares = #{N => N * N || N <- lists:seq(1, 5)},
    io:format("Some squares: ~p~n", [Squares]),
    io:format("2 to the power of 100 is ~p~n", [1 bsl 100]),
    Pid = start(),
    Pid ! {hello, self()},
    receive
        {Pid, Answer} -> io:format("~p says ~ts~n", [Pid, Answer])
    end,
    Pid ! stop,
    ok.

greet(Name) ->
    io:format("Hello, ~ts!~n", [Name]).

start() ->
    spawn(fun() -> loop(0) end).

%% A process keeps its state in the arguments of a function that calls itself.
loop(Count) ->
    receive
        {hello, From} ->
            Answer = io_lib:format("hello number ~p", [Count + 1]),
            From ! {self(), unicode:characters_to_binary(Answer)},
            loop(Count + 1);
        stop ->
            ok
    end.
