%% a tree of try, catch and after evaluated twice, by hand and for real
-module(exceptions_random_model).
-export([main/0]).

main() ->
    Trees = trees(150, 5),
    Rs = [{real(T), model(T)} || T <- Trees],
    io:format("~w~n", [lists:all(fun({A, B}) -> A =:= B end, Rs)]),
    io:format("~w~n", [[{T, A, B} || {T, {A, B}} <- lists:zip(Trees, Rs), A =/= B]]),
    io:format("~w~n", [lists:sort([{K, length([x || {{C, _}, _} <- Rs, element(1, C) =:= K])} || K <- [value, throw, error, exit]])]).

trees(0, _) -> [];
trees(N, S) -> {T, S2} = tree(5, S), [T | trees(N - 1, S2)].

tree(D, S) ->
    S2 = (S * 48271) rem 2147483647,
    case S2 rem (case D of 0 -> 4; _ -> 8 end) of
        0 -> {{value, S2 rem 10}, S2};
        1 -> {{throw, S2 rem 4}, S2};
        2 -> {{error, S2 rem 4}, S2};
        3 -> {{exit, S2 rem 4}, S2};
        4 -> {A, S3} = tree(D - 1, S2), {B, S4} = tree(D - 1, S3), {{seq, A, B}, S4};
        5 -> {A, S3} = tree(D - 1, S2), {B, S4} = tree(D - 1, S3), {{try_catch, lists:nth(S2 rem 3 + 1, [throw, error, exit]), A, B}, S4};
        6 -> {A, S3} = tree(D - 1, S2), {B, S4} = tree(D - 1, S3), {{try_after, A, B}, S4};
        7 -> {A, S3} = tree(D - 1, S2), {{'catch', A}, S3}
    end.

real(T) ->
    put(trace, []),
    R = try {value, eval(T)} catch C:E -> {C, E} end,
    {R, lists:reverse(get(trace))}.

note(X) -> put(trace, [X | get(trace)]).

eval({value, N}) -> note({v, N}), N;
eval({throw, N}) -> note({t, N}), throw(N);
eval({error, N}) -> note({e, N}), error(N);
eval({exit, N}) -> note({x, N}), exit(N);
eval({seq, A, B}) -> X = eval(A), X + eval(B);
eval({try_catch, C, A, B}) ->
    try eval(A) of
        V -> V + 100
    catch
        C:R -> note({caught, C, R}), eval(B)
    end;
eval({try_after, A, B}) -> try eval(A) after eval(B) end;
eval({'catch', A}) ->
    case catch eval(A) of
        {'EXIT', {R, S}} when is_list(S) -> note({caught_error, R}), 7;
        {'EXIT', R} -> note({caught_exit, R}), 8;
        V -> V
    end.

model(T) -> {R, Tr} = m(T, []), {R, lists:reverse(Tr)}.

m({value, N}, Tr) -> {{value, N}, [{v, N} | Tr]};
m({throw, N}, Tr) -> {{throw, N}, [{t, N} | Tr]};
m({error, N}, Tr) -> {{error, N}, [{e, N} | Tr]};
m({exit, N}, Tr) -> {{exit, N}, [{x, N} | Tr]};
m({seq, A, B}, Tr) ->
    case m(A, Tr) of
        {{value, X}, Tr2} ->
            case m(B, Tr2) of
                {{value, Y}, Tr3} -> {{value, X + Y}, Tr3};
                E -> E
            end;
        E -> E
    end;
m({try_catch, C, A, B}, Tr) ->
    case m(A, Tr) of
        {{value, V}, Tr2} -> {{value, V + 100}, Tr2};
        {{C, R}, Tr2} -> m(B, [{caught, C, R} | Tr2]);
        E -> E
    end;
m({try_after, A, B}, Tr) ->
    {R, Tr2} = m(A, Tr),
    case m(B, Tr2) of
        {{value, _}, Tr3} -> {R, Tr3};
        E -> E
    end;
m({'catch', A}, Tr) ->
    case m(A, Tr) of
        {{error, R}, Tr2} -> {{value, 7}, [{caught_error, R} | Tr2]};
        {{exit, R}, Tr2} -> {{value, 8}, [{caught_exit, R} | Tr2]};
        {{_, V}, Tr2} -> {{value, V}, Tr2}
    end.
