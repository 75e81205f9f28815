%% a state machine with inventory, driven by a list of commands
-module(algo_text_adventure).
-export([main/0]).

main() ->
    World = #{hall => #{exits => #{north => library, east => kitchen}, items => [lamp]}, library => #{exits => #{south => hall}, items => [book, key]}, kitchen => #{exits => #{west => hall, down => cellar}, items => []}, cellar => #{exits => #{up => kitchen}, items => [treasure], dark => true}},
    Cmds = ["look", "go north", "take key", "take sword", "go south", "go up", "take lamp", "go east", "go down", "take treasure", "light lamp", "take treasure", "inventory", "drop key", "look", "dance"],
    lists:foldl(fun(C, S) ->
        {Text, S2} = step(string:lexemes(C, " "), S),
        io:format("> ~s~n~s~n", [C, Text]),
        S2
    end, {hall, [], false, World}, Cmds),
    ok.

step(["look"], {R, _, _, W} = S) ->
    #{exits := E, items := I} = maps:get(R, W),
    {io_lib:format("You are in the ~s. Exits: ~w. Items: ~w.", [R, lists:sort(maps:keys(E)), I]), S};
step(["go", D], {R, Inv, L, W} = S) ->
    case maps:get(exits, maps:get(R, W)) of
        #{} = E ->
            Dir = list_to_atom(D),
            case E of
                #{Dir := To} -> {io_lib:format("You go to the ~s.", [To]), {To, Inv, L, W}};
                _ -> {"You cannot go there.", S}
            end
    end;
step(["take", X], {R, Inv, L, W} = S) ->
    Room = maps:get(R, W),
    Item = list_to_atom(X),
    Dark = maps:get(dark, Room, false) andalso not L,
    case lists:member(Item, maps:get(items, Room)) of
        _ when Dark -> {"It is too dark.", S};
        true -> {"Taken.", {R, [Item | Inv], L, W#{R := Room#{items := lists:delete(Item, maps:get(items, Room))}}}};
        false -> {"There is no such thing.", S}
    end;
step(["drop", X], {R, Inv, L, W}) ->
    Item = list_to_atom(X),
    #{R := #{items := Is} = Room} = W,
    {"Dropped.", {R, lists:delete(Item, Inv), L, W#{R := Room#{items := [Item | Is]}}}};
step(["light", "lamp"], {R, Inv, _, W}) -> {"The lamp is lit.", {R, Inv, lists:member(lamp, Inv), W}};
step(["inventory"], {_, Inv, _, _} = S) -> {io_lib:format("You carry ~w.", [lists:sort(Inv)]), S};
step([V | _], S) -> {["I do not know how to ", V, "."], S}.
