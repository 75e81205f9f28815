%% badarg of BIFs, in body and tail position, and what carries error_info
-module(exc_bif_errors).
-export([main/0]).
-import(prog, [id/1, try_call/2]).

main() ->
    Fs = [fun() -> element(id(5), {a}) end, fun() -> atom_to_list(id(1)) end, fun() -> list_to_atom(id(x)) end, fun() -> binary_to_term(id(<<1>>)) end,
          fun() -> length(id(x)) end, fun() -> ets:lookup(id(nosuchtable), 1) end, fun() -> register(id(undefined), self()) end, fun() -> list_to_pid(id("x")) end,
          fun() -> integer_to_list(id(1), id(99)) end, fun() -> maps:get(id(k), #{}) end, fun() -> tuple_to_list(id([])) end, fun() -> erlang:send_after(id(-1), self(), x) end,
          fun() -> process_flag(id(nosuch), 1) end, fun() -> whereis(id("x")) end, fun() -> id(a) ! x end, fun() -> binary_part(id(<<1>>), 2, 3) end, fun() -> spawn(id(1), f, []) end,
          fun() -> link(id(a)) end, fun() -> monitor(id(x), self()) end, fun() -> float_to_list(id(1)) end, fun() -> erlang:phash2(a, id(0)) end, fun() -> atom_to_binary(id(a), id(b)) end],
    [begin
         {C, R, Frames} = try_call(?MODULE, F),
         io:format("~p ~p ~p~n", [C, R, hd(Frames)])
     end || F <- Fs],
    ok.
