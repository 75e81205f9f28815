%% accounts as processes with transfers, failures and an audit
-module(algo_bank).
-export([main/0]).

main() ->
    Bank = spawn(fun() -> bank(#{}) end),
    [call(Bank, {open, N, B}) || {N, B} <- [{ann, 100}, {bob, 50}, {eve, 0}]],
    io:format("~p~n", [call(Bank, {transfer, ann, bob, 30})]),
    io:format("~p~n", [call(Bank, {transfer, eve, bob, 30})]),
    io:format("~p~n", [call(Bank, {transfer, ann, nobody, 1})]),
    io:format("~p~n", [call(Bank, {transfer, ann, eve, -5})]),
    Me = self(),
    Ps = [spawn(fun() -> [call(Bank, {transfer, F, T, I rem 7}) || I <- lists:seq(1, 40)], Me ! done end) || {F, T} <- [{ann, bob}, {bob, eve}, {eve, ann}, {bob, ann}]],
    [receive done -> ok end || _ <- Ps],
    Balances = [call(Bank, {balance, N}) || N <- [ann, bob, eve]],
    io:format("~p ~p~n", [lists:sum(Balances), lists:all(fun(B) -> B >= 0 end, Balances)]),
    io:format("~p~n", [call(Bank, {open, ann, 5})]).

call(P, R) ->
    Ref = make_ref(),
    P ! {self(), Ref, R},
    receive {Ref, X} -> X end.

bank(As) ->
    receive
        {From, Ref, {open, N, _}} when is_map_key(N, As) -> From ! {Ref, {error, exists}}, bank(As);
        {From, Ref, {open, N, B}} ->
            From ! {Ref, ok},
            bank(As#{N => spawn_link(fun() -> account(B) end)});
        {From, Ref, {balance, N}} -> From ! {Ref, call(maps:get(N, As), balance)}, bank(As);
        {From, Ref, {transfer, A, B, X}} ->
            From ! {Ref, transfer(As, A, B, X)},
            bank(As)
    end.

transfer(_, _, _, X) when X < 0 -> {error, negative};
transfer(As, A, B, X) ->
    case As of
        #{A := Pa, B := Pb} ->
            case call(Pa, {withdraw, X}) of
                ok -> call(Pb, {deposit, X});
                E -> E
            end;
        #{} -> {error, no_account}
    end.

account(B) ->
    receive
        {P, R, balance} -> P ! {R, B}, account(B);
        {P, R, {deposit, X}} -> P ! {R, ok}, account(B + X);
        {P, R, {withdraw, X}} when X =< B -> P ! {R, ok}, account(B - X);
        {P, R, {withdraw, _}} -> P ! {R, {error, insufficient}}, account(B)
    end.
