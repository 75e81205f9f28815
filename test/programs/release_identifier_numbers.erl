%% Numbers that pids and ports of this node can have
%% release-dependent: 28 bits in all up to OTP 25
-module(release_identifier_numbers).
-export([main/0]).

main() ->
    [say(fun() -> list_to_pid(L) end)
     || L <- ["<0.32767.0>", "<0.32768.0>", "<0.1.8191>", "<0.1.8192>", "<0.268435455.0>", "<0.268435456.0>", "<0.1.4294967295>"]],
    [say(fun() -> list_to_port(L) end)
     || L <- ["#Port<0.268435455>", "#Port<0.268435456>", "#Port<0.1152921504606846975>", "#Port<0.1152921504606846976>"]],
    Node = atom_to_binary(node()),
    Name = <<$d, (byte_size(Node)):16, Node/binary>>,
    [say(fun() -> binary_to_term(<<131, $X, Name/binary, Id:32, Serial:32, 0:32>>) end)
     || {Id, Serial} <- [{32767, 0}, {32768, 0}, {1, 8191}, {1, 8192}]],
    [say(fun() -> binary_to_term(<<131, $x, Name/binary, Id:64, 0:32>>) end)
     || Id <- [1 bsl 28 - 1, 1 bsl 28, 1 bsl 60 - 1, 1 bsl 60]],
    %% Those of other nodes are as wide as they come.
    [say(fun() -> binary_to_term(<<131, $X, $d, 3:16, "a@b", Id:32, Serial:32, 1:32>>) =:= x end)
     || {Id, Serial} <- [{32768, 0}, {1, 8192}, {1 bsl 32 - 1, 1 bsl 32 - 1}]],
    many(40000).

%% More pids than the first number counts.
many(N) ->
    Self = self(),
    Pids = [spawn(fun() -> Self ! {self(), N} end) || _ <- lists:seq(1, N)],
    [receive {P, N} -> ok end || P <- Pids],
    io:format("~p~n", [length(lists:usort(Pids)) =:= N]),
    Texts = lists:usort([pid_to_list(P) || P <- Pids]),
    io:format("~p~n", [{length(Texts) =:= N, lists:all(fun(T) -> lists:nth(3, string:split(T, ".", all)) =:= "0>" end, Texts)}]).

say(F) ->
    io:format("~p~n", [try F() catch C:E -> {C, E} end]).
