%% BIFs that take long let others run meanwhile.
-module(sched_long_bifs).
-export([main/0]).

main() ->
    N = 160_000,
    L = lists:seq(1, N),
    P = [{I, I} || I <- L],
    Chars = [$a + I rem 20 || I <- L],
    Wide = [16#4e00 + I rem 20000 || I <- L],
    Bin = list_to_binary(Chars),
    WideBin = unicode:characters_to_binary(Wide),
    Ext = term_to_binary(P),
    Ticker = spawn_link(fun() -> ticker(0) end),
    Run = fun(Name, F) ->
                  {R, LetsOthersRun} = watched(F, Ticker, 5),
                  io:format("~s ~p ~p~n", [Name, erlang:phash2(R), LetsOthersRun])
          end,
    %% OTP itself does these in one go.
    Quiet = fun(Name, F) -> io:format("~s ~p~n", [Name, erlang:phash2(F())]) end,
    Run("reverse", fun() -> lists:reverse(L, [x]) end),
    Run("member", fun() -> lists:member(x, L) end),
    Run("member of tuples", fun() -> lists:member({x}, P) end),
    Run("keyfind", fun() -> lists:keyfind({x}, 1, P) end),
    Run("keymember", fun() -> lists:keymember(N, 1, P) end),
    Run("keysearch", fun() -> lists:keysearch(N, 2, P) end),
    Run("++", fun() -> L ++ x end),
    Run("--", fun() -> L -- lists:seq(N, N div 2, -1) end),
    Quiet("binary_to_list", fun() -> binary_to_list(Bin) end),
    Quiet("binary_to_list/3", fun() -> binary_to_list(Bin, 2, N - 1) end),
    Quiet("bitstring_to_list", fun() -> bitstring_to_list(<<Bin/binary, 5:3>>) end),
    Run("list_to_binary", fun() -> list_to_binary([Chars, Bin | Bin]) end),
    Run("iolist_to_binary", fun() -> iolist_to_binary([Chars]) end),
    Run("characters_to_binary", fun() -> unicode:characters_to_binary(Wide) end),
    Run("characters_to_list", fun() -> unicode:characters_to_list(WideBin) end),
    Run("characters_to_list of latin1", fun() -> unicode:characters_to_list([Bin], latin1) end),
    Run("incomplete", fun() -> unicode:characters_to_list([Wide, <<16#e4>>]) end),
    Run("wrong", fun() -> unicode:characters_to_list([[Wide, -1, $a], $b]) end),
    Run("term_to_binary", fun() -> term_to_binary(P) end),
    Run("term_to_iovec", fun() -> iolist_to_binary(erlang:term_to_iovec([0 | P])) end),
    Quiet("external_size", fun() -> erlang:external_size(P) end),
    Run("binary_to_term", fun() -> binary_to_term(Ext) end),
    Run("maps:from_list", fun() -> maps:from_list(P ++ [{1, one} || _ <- L]) end),
    Run("maps:from_keys", fun() -> maps:from_keys(P, v) end),
    Quiet("few keys", fun() -> maps:from_list([{I rem 40, I} || I <- L]) end),
    Quiet("very few keys", fun() -> maps:from_list([{I rem 20, I} || I <- L]) end),
    searches(Run, Quiet),
    %% On OTP 25 in so few goes that the count is a matter of luck.
    Quiet("binary_to_term used", fun() -> binary_to_term(<<Ext/binary, "x">>, [used]) end),
    [tables(Run, Type, lists:sublist(P, 70_000)) || Type <- [set, ordered_set, bag, duplicate_bag]],
    late_errors(L, P, Ext),
    unlink(Ticker),
    exit(Ticker, kill).

%% Several tries: the host may take the core away from the scheduler that has the ticker.
watched(F, Ticker, Tries) ->
    Before = ticks(Ticker),
    R = F(),
    case ticks(Ticker) - Before >= 3 of
        false when Tries > 1 ->
            {_, Seen} = watched(F, Ticker, Tries - 1),
            {R, Seen};
        Seen ->
            {R, Seen}
    end.

%% Matches lie across all places where a search may pause.
searches(Run, Quiet) ->
    Text = binary:copy(<<"abcdefghijk,lm">>, 600_000),
    Run("matches", fun() -> binary:matches(Text, <<",lm">>) end),
    Run("matches of some", fun() -> binary:matches(Text, [<<"a">>, <<"abcdefghijk,l">>, <<"mabc">>]) end),
    Run("match", fun() -> binary:match(Text, <<"xyz">>) end),
    Run("match of some", fun() -> binary:match(Text, [<<"xyz">>, <<"mm">>]) end),
    Quiet("match within", fun() -> binary:match(Text, <<"k,l">>, [{scope, {3_000_000, 4_000_000}}]) end),
    Run("split", fun() -> binary:split(Text, <<",">>, [global]) end),
    Quiet("split once", fun() -> binary:split(Text, <<",">>, [{scope, {5_000_000, 100}}]) end),
    Quiet("split, trimmed", fun() -> binary:split(<<Text/binary, 0:16000000>>, [<<",">>, <<0>>], [global, trim]) end),
    Quiet("split, all trimmed", fun() -> binary:split(<<0:16000000, Text/binary>>, [<<",lm">>, <<0>>], [global, trim_all]) end).

ticker(N) ->
    receive
        {From, Ref} ->
            From ! {Ref, N},
            ticker(N)
    after 0 ->
            erlang:yield(),
            ticker(N + 1)
    end.

ticks(Ticker) ->
    Ref = make_ref(),
    Ticker ! {self(), Ref},
    receive {Ref, N} -> N end.

tables(Run, Type, P) ->
    T = ets:new(t, [Type]),
    ets:insert(T, P),
    N = length(P),
    Name = fun(F) -> [F, " ", atom_to_list(Type)] end,
    Run(Name("select"), fun() -> lists:sort(ets:select(T, [{{'$1', '_'}, [{'>', '$1', 7}], ['$1']}])) end),
    Run(Name("select none"), fun() -> ets:select(T, [{{'$1', '_'}, [{'<', '$1', 0}], ['$1']}]) end),
    Run(Name("select_reverse"), fun() -> lists:sort(ets:select_reverse(T, [{'$1', [], ['$1']}])) end),
    Run(Name("select_count"), fun() -> ets:select_count(T, [{{'$1', '_'}, [{'>', '$1', 7}], [true]}]) end),
    Run(Name("match"), fun() -> ets:match(T, {'$1', N}) end),
    Run(Name("match_object"), fun() -> lists:sort(ets:match_object(T, {'_', '_'})) end),
    Type =/= bag andalso
        Run(Name("select_replace"),
            fun() -> ets:select_replace(T, [{{'$1', '$2'}, [{'>', '$1', 7}], [{{'$1', {'-', '$2'}}}]}]) end),
    Run(Name("select_delete"),
        fun() -> ets:select_delete(T, [{{'$1', '_'}, [{'>', '$1', N div 3}], [true]}]) end),
    io:format("~p ~p ~p~n", [ets:info(T, size), ets:info(T, safe_fixed), erlang:phash2(lists:sort(ets:tab2list(T)))]),
    ets:delete(T).

late_errors(L, P, Ext) ->
    Late = fun(F) ->
                   try F() of
                       V -> io:format("~p~n", [V])
                   catch
                       C:R:S ->
                           {M, G, A, _} = hd(S),
                           %% In a table that is gone OTP names the trap.
                           io:format("~p ~p ~p:~p~n",
                                     [C, R, M, if M =:= ets -> select; is_list(A) -> {G, length(A)}; true -> {G, A} end])
                   end
           end,
    Late(fun() -> lists:reverse(L ++ x, []) end),
    Late(fun() -> lists:member(x, L ++ x) end),
    Late(fun() -> lists:member({x}, L ++ x) end),
    Late(fun() -> lists:keyfind(x, 1, P ++ x) end),
    Late(fun() -> lists:keymember(x, 1, P ++ x) end),
    Late(fun() -> (L ++ x) ++ y end),
    Late(fun() -> binary_to_term(binary:part(Ext, 0, byte_size(Ext) - 1)) end),
    Late(fun() -> list_to_binary([lists:duplicate(160_000, 1), 256]) end),
    Late(fun() -> deleted() end).

%% The table goes while it is searched.
deleted() ->
    Self = self(),
    Owner = spawn(fun() ->
                          T = ets:new(t, [public]),
                          ets:insert(T, [{I} || I <- lists:seq(1, 160_000)]),
                          Self ! {table, T},
                          receive search -> ets:delete(T) end
                  end),
    receive {table, T} -> ok end,
    Owner ! search,
    ets:select(T, [{{'$1'}, [{'<', '$1', 0}], ['$1']}]).
