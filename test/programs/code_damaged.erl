%% damaged code is refused when it is loaded, not when it is called
-module(code_damaged).
-export([main/0]).

main() ->
    %% erl's own complaint about the file is no answer.
    catch logger:set_primary_config(level, none),
    [io:format("~s: ~p~n", [What, loads(good, module(Code))]) || {What, Code} <- modules()],
    io:format("called: ~p~n", [good:f(1)]),
    io:format("other name: ~p~n", [loads(better, module(code()))]),
    io:format("no file: ~p~n", [[loads(good, B) || B <- [<<>>, <<"FOR1">>, <<"no file at all">>]]]).

loads(Name, Beam) ->
    case erlang:prepare_loading(Name, Beam) of
        {error, _} = Error -> Error;
        Ref -> erlang:finish_loading([Ref])
    end.

modules() ->
    [Label1, Info, Label2, Test, Move, Call, End] = code(),
    [{"good", code()},
     {"import that is not there", [Label1, Info, Label2, Test, Move, <<78, 2:4, 0:4, 1:4, 0:4>>, End]},
     {"move to an atom", [Label1, Info, Label2, Test, <<64, 3:4, 1:4, 1:4, 2:4>>, Call, End]},
     {"atom that is not there", [Label1, Info, Label2, Test, <<64, 9:4, 2:4, 1:4, 3:4>>, Call, End]},
     {"literal that is not there", [Label1, Info, Label2, Test, <<64, 4:4, 7:4, 0:4, 0:4, 1:4, 3:4>>, Call, End]},
     {"label that is not there", [Label1, Info, Label2, <<45, 9:4, 5:4, 0:4, 3:4>>, Move, Call, End]},
     {"opcode that is not there", [Label1, Info, Label2, <<255, 1:4, 5:4, 0:4, 3:4>>, Move, Call, End]},
     {"no end", [Label1, Info, Label2, Test, Move, Call]}].

%% f(X) when is_integer(X) -> lists:seq(X, 3).
code() ->
    [<<1, 1:4, 0:4>>,                              % {label, 1}
     <<2, 1:4, 2:4, 2:4, 2:4, 1:4, 0:4>>,          % {func_info, good, f, 1}
     <<1, 2:4, 0:4>>,                              % {label, 2}
     <<45, 1:4, 5:4, 0:4, 3:4>>,                   % {test, is_integer, {f, 1}, [{x, 0}]}
     <<64, 3:4, 1:4, 1:4, 3:4>>,                   % {move, {integer, 3}, {x, 1}}
     <<78, 2:4, 0:4, 0:4, 0:4>>,                   % {call_ext_only, 2, {extfunc, lists, seq, 2}}
     <<3>>].                                       % int_code_end

module(Code) ->
    Atoms = <<4:32, 4, "good", 1, "f", 5, "lists", 3, "seq">>,
    Chunks = [{"AtU8", Atoms},
              {"Code", iolist_to_binary([<<16:32, 0:32, 170:32, 3:32, 1:32>> | Code])},
              {"StrT", <<>>},
              {"ImpT", <<1:32, 3:32, 4:32, 2:32>>},
              {"ExpT", <<1:32, 2:32, 1:32, 2:32>>}],
    {ok, Beam} = beam_lib:build_module(Chunks),
    Beam.
