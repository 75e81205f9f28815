%% large and deep messages between processes
-module(proc_deep_message).
-export([main/0]).

main() ->
    Echo = spawn(fun Loop() -> receive {P, X} -> P ! {echo, X}, Loop() end end),
    Ts = [lists:seq(1, 10000), list_to_tuple(lists:seq(1, 5000)), binary:copy(<<"x">>, 1000000), nest(100000), maps:from_list([{I, {I}} || I <- lists:seq(1, 2000)]), fun(X) -> X + 1 end, {self(), make_ref()}, 1 bsl 10000, [1.5 | "improper"]],
    io:format("~p~n", [[begin Echo ! {self(), T}, receive {echo, E} -> E =:= T end end || T <- Ts]]),
    F = fun(Y) -> {Y, length(hd(Ts))} end,
    Echo ! {self(), F},
    receive {echo, G} -> io:format("~p~n", [G(1)]) end.

nest(0) -> [];
nest(N) -> [nest(0), N | nest(N - 1)].
