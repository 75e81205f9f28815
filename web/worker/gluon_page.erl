%% What the page asks of Erlang: compile a file with the real compilers, load what came out.
-module(gluon_page).
-export([compile/1, load/1, warm/0]).

%% Has loaded and compiled what the shell does with a line, before somebody waits for one.
warm() ->
    {ok, Tokens, _} = erl_scan:string("[X || X <- [ok]]."),
    {ok, Expressions} = erl_parse:parse_exprs(Tokens),
    {value, Value, _} = erl_eval:exprs(Expressions, []),
    _ = io_lib:format("~tp~n", [Value]),
    ok.

%% -> {Modules, [{Severity, File, Line, Column, Text}]}; line and column are 0 where there is none.
compile(Path) ->
    Name = binary_to_list(Path),
    case filename:extension(Name) of
        ".erl" -> erlang(Name);
        Ext when Ext =:= ".ex"; Ext =:= ".exs" -> elixir(Name);
        Ext -> {[], [{error, Path, 0, 0, text(["there is no compiler for ", Ext, " files"])}]}
    end.

%% A .beam file's module.
load(Path) ->
    {ok, Bytes} = file:read_file(Path),
    case beam_lib:info(Bytes) of
        {error, beam_lib, Reason} -> {error, text(beam_lib:format_error(Reason))};
        Info ->
            {module, Module} = lists:keyfind(module, 1, Info),
            loaded(Module, binary_to_list(Path), Bytes)
    end.

loaded(Module, File, Bytes) ->
    code:purge(Module),
    case code:load_binary(Module, File, Bytes) of
        {module, Module} -> {ok, Module};
        {error, Reason} -> {error, text(io_lib:format("~tp cannot be loaded: ~tp", [Module, Reason]))}
    end.

%% -- Erlang.

erlang(Name) ->
    case compile:file(Name, [binary, return, debug_info, {i, filename:dirname(Name)}]) of
        {ok, Module, Bytes, Warnings} ->
            case loaded(Module, Name, Bytes) of
                {ok, Module} -> {[Module], messages(warning, Warnings)};
                {error, Text} -> {[], [{error, list_to_binary(Name), 0, 0, Text}]}
            end;
        {error, Errors, Warnings} -> {[], messages(error, Errors) ++ messages(warning, Warnings)}
    end.

messages(Severity, Files) ->
    [message(Severity, File, M) || {File, Ms} <- Files, M <- Ms].

message(Severity, File, {Place, Module, What}) ->
    {Line, Column} = place(Place),
    {Severity, text(File), Line, Column, text(Module:format_error(What))};
message(Severity, File, {Module, What}) ->
    message(Severity, File, {none, Module, What}).

place({Line, Column}) -> {Line, Column};
place(Line) when is_integer(Line) -> {Line, 0};
place(_) -> {0, 0}.

%% -- Elixir.

elixir(Name) ->
    code:add_pathsa(filelib:wildcard("/elixir/lib/*/ebin")),
    {ok, _} = application:ensure_all_started(elixir),
    File = list_to_binary(Name),
    case 'Elixir.Kernel.ParallelCompiler':compile([File], [{return_diagnostics, true}]) of
        {ok, Modules, Warnings} -> {Modules, diagnostics(warnings(Warnings))};
        {error, Errors, Warnings} -> {[], diagnostics(Errors ++ warnings(Warnings))}
    end.

warnings(#{compile_warnings := C, runtime_warnings := R}) -> C ++ R.

diagnostics(Ds) ->
    [begin
         {Line, Column} = place(P),
         {S, text(F), Line, Column, text(M)}
     end || #{severity := S, file := F, position := P, message := M} <- Ds].

text(Chars) -> unicode:characters_to_binary(Chars).
