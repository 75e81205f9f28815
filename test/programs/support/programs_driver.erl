%% Runs test programs, each in a fresh process whose group leader collects what it prints, and prints for each
%%   <NAME                         when it starts
%%   >NAME STATUS MS TEXT          when it is over; TEXT has \n, \\ and \x{...} for what is not printable ASCII
%% STATUS is ok or timeout. What a program leaves behind is killed.
-module(programs_driver).
-export([main/2, start/3]).

main(Limit, Names) ->
    quiet(),
    lists:foreach(fun(Name) -> run(Limit, Name) end, Names),
    io:put_chars("done\n").

%% Reports of crashed processes are not under test, and go to different places.
quiet() ->
    case whereis(logger) of
        %% Without kernel's logger: the level as logger keeps it for its macros.
        undefined -> persistent_term:put({logger_config, '$primary_config$'}, -1);
        _ -> logger:set_primary_config(level, none)
    end.

run(Limit, Name) ->
    io:put_chars([$<, atom_to_list(Name), $\n]),
    T0 = erlang:monotonic_time(millisecond),
    Leader = spawn(fun() -> collect([]) end),
    {Pid, Ref} = spawn_opt(?MODULE, start, [self(), Leader, Name], [monitor]),
    Status =
        receive
            {'DOWN', Ref, process, Pid, normal} -> "ok";
            {'DOWN', Ref, process, Pid, Reason} ->
                text(Leader, io_lib:format("** the program's process ended: ~0tp~n", [prog:normal(Reason)])),
                "ok"
        after Limit ->
            exit(Pid, kill),
            receive {'DOWN', Ref, process, Pid, _} -> ok end,
            "timeout"
        end,
    Leader ! {done, self()},
    Text = receive {Leader, Collected} -> Collected end,
    clean(Leader),
    T = erlang:monotonic_time(millisecond) - T0,
    io:put_chars([$>, atom_to_list(Name), $\s, Status, $\s, integer_to_list(T), $\s, escape(Text), $\n]).

start(_Driver, Leader, Name) ->
    group_leader(Leader, self()),
    try Name:main() of
        Value -> io:format("~tp~n", [prog:normal(Value)])
    catch
        Class:Reason:Stack ->
            io:format("** ~p: ~tp~n~tp~n", [Class, prog:normal(Reason), prog:frames(Name, Stack)])
    end,
    ok.

clean(Leader) ->
    [exit(P, kill) || P <- processes(), P =/= self(), process_info(P, group_leader) =:= {group_leader, Leader}],
    ok.

text(Leader, Chars) ->
    Leader ! {io_request, self(), make_ref(), {put_chars, unicode, Chars}},
    receive {io_reply, _, _} -> ok end.

%% A group leader that answers as an output device does and keeps the text.
collect(Acc) ->
    receive
        {io_request, From, ReplyAs, Request} ->
            {Reply, Acc1} = request(Request, Acc),
            From ! {io_reply, ReplyAs, Reply},
            collect(Acc1);
        {done, Driver} -> Driver ! {self(), lists:append(lists:reverse(Acc))};
        _ -> collect(Acc)
    end.

request({put_chars, Encoding, Chars}, Acc) -> put_chars(Encoding, Chars, Acc);
request({put_chars, Encoding, M, F, A}, Acc) ->
    try apply(M, F, A) of
        Chars -> put_chars(Encoding, Chars, Acc)
    catch
        _:_ -> {{error, F}, Acc}
    end;
request({requests, L}, Acc) -> requests(L, ok, Acc);
request(getopts, Acc) -> {[{binary, false}, {encoding, unicode}], Acc};
request({setopts, _}, Acc) -> {ok, Acc};
request({get_geometry, _}, Acc) -> {{error, enotsup}, Acc};
request(_, Acc) -> {eof, Acc}.

requests([R | T], ok, Acc) ->
    {Reply, Acc1} = request(R, Acc),
    requests(T, Reply, Acc1);
requests(_, Reply, Acc) -> {Reply, Acc}.

put_chars(Encoding, Chars, Acc) ->
    try unicode:characters_to_list(Chars, Encoding) of
        L when is_list(L) -> {ok, [L | Acc]};
        _ -> {{error, put_chars}, Acc}
    catch
        error:_ -> {{error, put_chars}, Acc}
    end.

escape([$\n | T]) -> [$\\, $n | escape(T)];
escape([$\\ | T]) -> [$\\, $\\ | escape(T)];
escape([C | T]) when C >= 32, C < 127 -> [C | escape(T)];
escape([C | T]) -> ["\\x{", integer_to_list(C, 16), $} | escape(T)];
escape([]) -> [].
