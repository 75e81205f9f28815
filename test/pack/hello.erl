%% The least that a page can run, for the size table.
-module(hello).
-export([main/0]).

main() -> io:format("Hello, world!~n").
