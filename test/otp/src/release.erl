%% Makes releases with systools, starts nothing itself: build/0 writes scripts, archives and an upgrade; check/0 runs in the
%% release that was booted; upgrade/0 goes from the first release to the second with release_handler.
-module(release).
-export([build/0, check/0, upgrade/0]).

build() ->
    version("1.0", "-vsn(\"1\").\ncode_change(_, S, _) -> {ok, S}.\nversion() -> one.\n"),
    version("2.0", "-vsn(\"2\").\ncode_change(Old, N, Extra) -> {ok, {changed, Old, N, Extra}}.\nversion() -> two.\n"),
    ok = file:write_file("lib/counter-2.0/ebin/counter.appup",
        "{\"2.0\", [{\"1.0\", [{update, counter_server, {advanced, extra}}]}],\n"
        "        [{\"1.0\", [{update, counter_server, {advanced, back}}]}]}.\n"),
    rel("one", "1", "1.0"),
    rel("two", "2", "2.0"),
    {ok, Cwd} = file:get_cwd(),
    Path = [{path, [filename:join(Cwd, "lib/*/ebin")]}, {variables, [{"HERE", Cwd}]}, silent],
    io:format("~p~n", [[element(1, systools:make_script(R, Path)) || R <- ["one", "two"]]]),
    io:format("~p~n", [element(1, systools:make_tar("one", [{path, [filename:join(Cwd, "lib/*/ebin")]}, silent]))]),
    {ok, Names} = erl_tar:table("one.tar.gz", [compressed]),
    io:format("~p~n", [lists:sort([N || N <- Names, string:find(N, "counter") =/= nomatch])]),
    io:format("~p~n", [element(1, systools:make_relup("two", ["one"], ["one"], Path))]),
    {ok, [Relup]} = file:consult("relup"),
    io:format("~p~n", [Relup]),
    ok = systools:script2boot("one"),
    io:format("~p~n", [systools:make_script("none", Path)]).

version(Vsn, Text) ->
    Dir = "lib/counter-" ++ Vsn ++ "/ebin/",
    ok = filelib:ensure_dir(Dir),
    ok = file:write_file(Dir ++ "counter.app",
        io_lib:format("~p.~n", [{application, counter,
            [{description, "Counts"}, {vsn, Vsn}, {modules, [counter, counter_server]}, {registered, [counter_server]},
             {applications, [kernel, stdlib, sasl]}, {mod, {counter, []}}, {env, [{from, 7}]}]}])),
    module(Dir, "counter", "-behaviour(application).\n-behaviour(supervisor).\n-export([start/2, stop/1, init/1]).\n"
        "start(_, _) -> supervisor:start_link(?MODULE, []).\nstop(_) -> io:format(\"stopping counter~n\").\n"
        "init([]) -> {ok, {#{}, [#{id => s, start => {counter_server, start_link, []}, modules => [counter_server]}]}}.\n"),
    module(Dir, "counter_server", ["-behaviour(gen_server).\n"
        "-export([start_link/0, init/1, handle_call/3, handle_cast/2, code_change/3, version/0]).\n"
        "start_link() -> gen_server:start_link({local, ?MODULE}, ?MODULE, [], []).\n"
        "init([]) -> application:get_env(counter, from).\nhandle_cast(_, S) -> {noreply, S}.\n"
        "handle_call(get, _, S) -> {reply, {version(), S}, S}.\n", Text]).

module(Dir, Name, Text) ->
    Order = case Text of [H | T] when is_list(H) -> {H, T}; _ -> {Text, ""} end,
    {First, Rest} = Order,
    ok = file:write_file(Dir ++ Name ++ ".erl", ["-module(", Name, ").\n", vsn_first(First, Rest)]),
    {ok, _} = compile:file(Dir ++ Name ++ ".erl", [{outdir, Dir}, report]).

%% Attributes come before functions.
vsn_first(First, Rest) ->
    case string:split(lists:flatten(Rest), "\n") of
        ["-vsn" ++ _ = Vsn, More] -> [Vsn, "\n", First, More];
        _ -> [First, Rest]
    end.

rel(Name, Vsn, AppVsn) ->
    Apps = [{A, element(2, application:get_key(A, vsn))} || A <- [kernel, stdlib, sasl], ok =/= application:load(A) orelse true],
    ok = file:write_file(Name ++ ".rel",
        io_lib:format("~p.~n", [{release, {"counting", Vsn}, {erts, erlang:system_info(version)},
                                 Apps ++ [{counter, AppVsn}]}])).

check() ->
    io:format("~p~n", [[{A, V} || {A, _, V} <- application:which_applications(), A =:= counter]]),
    io:format("~p ~p~n", [gen_server:call(counter_server, get), init:script_id()]),
    io:format("~p ~p~n", [code:get_mode(), init:get_argument(mode)]),
    io:format("~p~n", [erlang:module_loaded(counter_server)]),
    io:format("~p~n", [application:get_env(counter, from)]),
    init:stop().

upgrade() ->
    [begin ok = filelib:ensure_dir("releases/" ++ V ++ "/"),
           [{ok, _} = file:copy(R ++ "." ++ E, "releases/" ++ V ++ "/" ++ To) || {E, To} <- [{"boot", "start.boot"}, {"rel", R ++ ".rel"}]]
     end || {R, V} <- [{"one", "1"}, {"two", "2"}]],
    {ok, _} = file:copy("relup", "releases/2/relup"),
    ok = file:write_file("releases/2/sys.config", "[{counter, [{from, 9}]}].\n"),
    {ok, Cwd} = file:get_cwd(),
    Lib = filename:join(Cwd, "lib"),
    ok = release_handler:create_RELEASES(code:root_dir(), filename:join(Cwd, "releases"),
        filename:join(Cwd, "releases/1/one.rel"), [{counter, "1.0", Lib}]),
    application:stop(counter),
    application:stop(sasl),
    application:set_env(sasl, releases_dir, filename:join(Cwd, "releases")),
    ok = application:start(sasl),
    ok = application:start(counter),
    io:format("~p~n", [gen_server:call(counter_server, get)]),
    {ok, "2"} = release_handler:set_unpacked(filename:join(Cwd, "releases/2/two.rel"), [{counter, "2.0", Lib}]),
    io:format("~p~n", [[{V, S} || {_, V, _, S} <- release_handler:which_releases()]]),
    io:format("~p~n", [release_handler:check_install_release("2")]),
    io:format("~p~n", [release_handler:install_release("2")]),
    io:format("~p ~p~n", [gen_server:call(counter_server, get), application:get_key(counter, vsn)]),
    io:format("~p~n", [application:get_env(counter, from)]),
    io:format("~p~n", [release_handler:make_permanent("2")]),
    io:format("~p~n", [[{V, S} || {_, V, _, S} <- release_handler:which_releases()]]),
    io:format("~p~n", [release_handler:install_release("1")]),
    io:format("~p~n", [gen_server:call(counter_server, get)]),
    init:stop().
