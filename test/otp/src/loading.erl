%% Loading code: what `code` does with files, on_load functions, old code and its users, cover.
-module(loading).
-export([main/0]).

main() ->
    logger:set_primary_config(level, none),
    code:add_patha("."),
    upgrade(),
    purge(),
    several(),
    on_load(),
    modified(),
    odd(),
    cover(),
    io:format("done~n").

%% Compiles a module's text into the current folder.
make(M, Text) ->
    File = atom_to_list(M) ++ ".erl",
    ok = file:write_file(File, ["-module(", atom_to_list(M), ").\n", Text]),
    {ok, M} = compile:file(File, [report]),
    M.

v(N) -> make(v, ["-export([v/0, loop/0, f/0]).\nv() -> ", integer_to_list(N), ".\n",
                 "loop() -> receive {Pid, what} -> Pid ! v(), loop(); {Pid, switch} -> Pid ! ok, v:loop() end.\n",
                 "f() -> fun() -> v() end.\n"]).

upgrade() ->
    v(1),
    {module, v} = code:load_file(v),
    P = spawn(v, loop, []),
    io:format("~p ~p~n", [v:v(), ask(P, what)]),
    v(2),
    {module, v} = code:load_file(v),
    io:format("~p ~p old ~p~n", [v:v(), ask(P, what), erlang:check_old_code(v)]),
    io:format("uses old ~p~n", [erlang:check_process_code(P, v)]),
    io:format("soft ~p~n", [code:soft_purge(v)]),
    ok = ask(P, switch),
    io:format("~p uses old ~p~n", [ask(P, what), erlang:check_process_code(P, v)]),
    io:format("soft ~p old ~p~n", [code:soft_purge(v), erlang:check_old_code(v)]),
    exit(P, kill).

ask(P, What) -> P ! {self(), What}, receive R -> R end.

purge() ->
    v(3),
    {module, v} = code:load_file(v),
    {P, M} = spawn_monitor(v, loop, []),
    F = v:f(),
    v(4),
    code:purge(v),
    {module, v} = code:load_file(v),
    io:format("fun of old ~p, new ~p~n", [F(), (v:f())()]),
    io:format("not purged ~p~n", [code:load_file(v)]),
    io:format("self ~p~n", [erlang:check_process_code(self(), v)]),
    Holder = self(),
    _ = F,
    {Q, N} = spawn_monitor(fun() -> G = v:f(), Holder ! up, receive stop -> G() end end),
    receive up -> ok end,
    F2 = F(),
    io:format("purge ~p~n", [code:purge(v)]),
    receive {'DOWN', M, _, P, R} -> io:format("killed ~p~n", [R]) end,
    Q ! stop,
    receive {'DOWN', N, _, Q, R2} -> io:format("holder ~p~n", [R2]) end,
    io:format("~p~n", [F2]),
    io:format("delete ~p ~p~n", [code:delete(v), catch code:is_loaded(v)]),
    io:format("loaded again ~p~n", [v:v()]).

several() ->
    Ms = [make(M, ["-export([f/0]).\nf() -> ", atom_to_list(M), ".\n"]) || M <- [m1, m2, m3]],
    io:format("ensure ~p~n", [code:ensure_modules_loaded(Ms)]),
    io:format("~p~n", [[M:f() || M <- Ms]]),
    {error, Missing} = code:ensure_modules_loaded([m1, none1, none2]),
    io:format("missing ~p~n", [lists:sort(Missing)]),
    [begin code:purge(M), code:delete(M), code:purge(M) end || M <- Ms],
    io:format("atomic ~p~n", [code:atomic_load(Ms)]),
    {ok, Prepared} = code:prepare_loading(Ms),
    [code:purge(M) || M <- Ms],
    io:format("prepared ~p~n", [code:finish_loading(Prepared)]),
    io:format("duplicate ~p~n", [code:atomic_load([m1, m1])]),
    Beams = [begin {M, B, F} = code:get_object_code(M), {M, F, B} end || M <- Ms],
    [code:purge(M) || M <- Ms],
    io:format("binaries ~p~n", [code:atomic_load(Beams)]),
    io:format("bad ~p~n", [code:atomic_load([{m1, "m1.beam", <<"rubbish">>}])]),
    io:format("wrong name ~p~n", [code:load_binary(m2, "m2.beam", element(3, hd(Beams)))]),
    io:format("not there ~p ~p~n", [code:load_file(none_such), catch none_such:f()]).

on_load() ->
    make(good, "-export([f/0]).\n-on_load(init/0).\ninit() -> io:format(\"loading~n\"), put_it(), ok.\n"
               "put_it() -> persistent_term:put(good, here).\nf() -> persistent_term:get(good).\n"),
    io:format("~p~n", [good:f()]),
    make(refuses, "-export([f/0]).\n-on_load(init/0).\ninit() -> {error, not_today}.\nf() -> 1.\n"),
    io:format("refuses ~p ~p~n", [code:load_file(refuses), code:is_loaded(refuses)]),
    make(crashes, "-export([f/0]).\n-on_load(init/0).\ninit() -> error(oops).\nf() -> 1.\n"),
    io:format("crashes ~p~n", [code:load_file(crashes)]),
    make(slow, "-export([f/0]).\n-on_load(init/0).\ninit() -> timer:sleep(50), ok.\nf() -> slow.\n"),
    Self = self(),
    [spawn(fun() -> Self ! {N, slow:f()} end) || N <- [1, 2, 3]],
    io:format("~p~n", [[receive {N, R} -> R end || N <- [1, 2, 3]]]),
    io:format("atomic ~p~n", [code:atomic_load([good, m1])]).

modified() ->
    io:format("modified ~p~n", [[M || M <- code:modified_modules(), M =/= loading]]),
    make(m1, "-export([g/0]).\ng() -> changed.\n"),
    io:format("modified ~p~n", [[M || M <- code:modified_modules(), M =/= loading]]),
    io:format("status ~p ~p~n", [code:module_status(m1), code:module_status(none_such)]),
    code:purge(m1),
    {module, m1} = code:load_file(m1),
    io:format("~p ~p~n", [m1:g(), code:module_status(m1)]),
    io:format("clash ~p~n", [code:clash()]),
    io:format("where ~p~n", [filename:basename(code:where_is_file("m1.beam"))]),
    io:format("all ~p~n", [length(code:all_loaded()) > 60]),
    io:format("sticky ~p ~p~n", [code:is_sticky(lists), code:load_file(lists)]),
    io:format("info ~p~n", [[element(1, I) || I <- m1:module_info()]]).

odd() ->
    io:format("priv ~p~n", [code:priv_dir(none_such)]),
    io:format("lib ~p~n", [code:lib_dir(none_such)]),
    ok.

cover() ->
    make(counted, "-export([f/1]).\nf(1) -> one;\nf(2) ->\n  two;\nf(_) -> other.\n"),
    {ok, _} = cover:start(),
    {ok, counted} = cover:compile("counted.erl"),
    [counted:f(N) || N <- [1, 1, 2]],
    io:format("~p~n", [cover:analyse(counted, calls, line)]),
    io:format("~p~n", [cover:analyse(counted, coverage, module)]),
    make(beamed, ["-compile(debug_info).\n-export([g/1]).\ng(X) when X > 1 -> big;\ng(_) -> small.\n"]),
    {ok, beamed} = compile:file("beamed.erl", [debug_info]),
    {ok, beamed} = cover:compile_beam("beamed"),
    beamed:g(3),
    io:format("~p~n", [cover:analyse(beamed, coverage, function)]),
    {ok, Out} = cover:analyse_to_file(beamed, "beamed.out", []),
    {ok, Text} = file:read_file(Out),
    io:format("~p ~p~n", [cover:modules(), byte_size(Text) > 100]),
    ok = cover:stop().
