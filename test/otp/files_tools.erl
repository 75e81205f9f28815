%% What OTP builds on files: terms, scripts, paths, wildcards, archives, tables and logs on disk. main(Dir) works in Dir.
-module(files_tools).
-export([main/1]).
-include_lib("kernel/include/file.hrl").

main(Dir) ->
    put(dir, Dir),
    [try F() catch C:R:S -> say(failed, {C, R, [{Fun, A} || {?MODULE, Fun, A, _} <- S]}) end
     || F <- [fun terms/0, fun paths/0, fun trees/0, fun wildcards/0, fun names/0, fun logs/0, fun wrap_logs/0, fun tables/0, fun sorting/0,
              fun tars/0, fun zips/0, fun archives/0, fun loader/0, fun zlib_streams/0, fun errors/0, fun temporary/0]],
    ok.

p(Name) -> get(dir) ++ "/" ++ Name.

say(What, Value) -> io:format("~w: ~0p~n", [What, shown(Value)]).

shown(L) when is_list(L) ->
    case io_lib:char_list(L) of
        true -> lists:flatten(string:replace(L, get(dir), "DIR", all));
        false -> improper(L)
    end;
shown(B) when is_binary(B) ->
    iolist_to_binary(string:replace(B, get(dir), "DIR", all));
shown(T) when is_tuple(T) -> list_to_tuple(improper(tuple_to_list(T)));
shown(M) when is_map(M) -> {map, lists:sort(improper(maps:to_list(M)))};
shown(R) when is_reference(R) -> ref;
shown(P) when is_pid(P) -> pid;
shown(P) when is_port(P) -> port;
shown(X) -> X.

improper([H | T]) -> [shown(H) | improper(T)];
improper([]) -> [];
improper(X) -> shown(X).

try_(F) -> try F() catch C:R -> {C, R} end.
sorted({ok, L}) -> {ok, lists:sort(L)};
sorted(X) -> X.

terms() ->
    Write = fun(N, T) -> ok = file:write_file(p(N), T), p(N) end,
    say(consult, [file:consult(Write("c", T)) || T <- ["{a,1}. [b]. \"c\".\n", "", "a", "a b.", "{a,", "%% coding: latin-1\n\"\344\".", "\"ä\".", <<"\"ä\"."/utf8>>, "#{a => 1}. <<1>>. 'q w'."]]),
    say(consult_none, file:consult(p("none"))),
    say(eval, [file:eval(Write("e", T)) || T <- ["X = 1. X + 1.", "put(evaluated, yes).", "1 = 2.", "a b."]]),
    say(evaluated, get(evaluated)),
    say(eval_bound, file:eval(Write("e", "put(bound, X)."), [{'X', 17}])), say(bound, get(bound)),
    say(script, [file:script(Write("s", T)) || T <- ["X = 1, X + 1.", "X = 1. {X, 2}.", "1 = 2.", "exit(now).", "(", ""]]),
    say(script_bound, file:script(Write("s", "{X, Y}."), [{'X', 1}, {'Y', b}])),
    say(format_error, [lists:flatten(file:format_error(E)) || E <- [enoent, eacces, {1, erl_parse, ["x"]}, badarg, system_limit, terminated, other]]).

paths() ->
    [ok = file:make_dir(p(D)) || D <- ["p1", "p2"]],
    ok = file:write_file(p("p2/f"), "X = 5, {X}. "),
    ok = file:write_file(p("p2/t"), "{in, p2}."),
    Path = [p("p1"), p("p2")],
    say(path_open, begin {ok, Fd, Full} = file:path_open(Path, "f", [read]), R = {Full, file:read(Fd, 3)}, file:close(Fd), R end),
    say(path, [file:path_open(Path, "none", [read]), file:path_consult(Path, "t"), file:path_eval(Path, "f"), file:path_script(Path, "f"), file:path_script(Path, "f", [{'X', 5}]),
               file:path_consult(Path, "none"), file:path_consult([p("none")], "t")]).

trees() ->
    say(ensure, [filelib:ensure_dir(p("t/a/b/c")), filelib:is_dir(p("t/a/b")), filelib:is_file(p("t/a/b/c")), filelib:ensure_dir(p("c/x")), filelib:ensure_dir("/")]),
    say(ensure_path, [try_(fun() -> filelib:ensure_path(p("t/x/y")) end), filelib:is_dir(p("t/x/y"))]),
    [ok = file:write_file(p(N), N) || N <- ["t/1.erl", "t/a/2.erl", "t/a/b/3.erl", "t/a/b/4.hrl", "t/.hidden"]],
    ok = file:make_symlink("a", p("t/link")),
    say(fold, lists:sort(filelib:fold_files(p("t"), "\\.erl$", true, fun(F, A) -> [F | A] end, []))),
    say(fold_flat, lists:sort(filelib:fold_files(p("t"), "", false, fun(F, A) -> [F | A] end, []))),
    say(sizes, [filelib:file_size(p(N)) || N <- ["t/1.erl", "t/none", "t/link/2.erl"]]),
    say(regular, [filelib:is_regular(p(N)) || N <- ["t", "t/1.erl", "t/link", "t/link/2.erl", "none"]]),
    say(modified, [is_tuple(filelib:last_modified(p("t"))), filelib:last_modified(p("none"))]),
    say(find, [filelib:find_file("3.erl", p("t/a/b")), filelib:find_file("none", p("t")), filelib:find_source(p("t/1.beam"))]),
    say(safe, [try_(fun() -> filelib:safe_relative_path(N, get(dir)) end) || N <- ["a/b", "../x", "t/../c", "t/link/../1.erl", "/abs"]]),
    say(del_dir_r, [file:del_dir_r(p("t/a")), sorted(file:list_dir(p("t"))), file:del_dir_r(p("none")), file:del_dir_r(p("c")), file:del_dir_r(p("t/link")), file:del_dir_r(p("t")), file:list_dir(p("t"))]).

wildcards() ->
    [ok = filelib:ensure_dir(p(N ++ "/x")) || N <- ["w/a", "w/b/c", "w/.h"]],
    [ok = file:write_file(p("w/" ++ N), "") || N <- ["x1", "x2", "y1.erl", "b/z", "b/c/deep.erl", "[odd]", "ünï", ".dot"]],
    say(wildcards, [{W, try_(fun() -> filelib:wildcard(W, p("w")) end)}
                    || W <- ["*", "x?", "{x,y}*", "**", "**/*.erl", "*/*", "x[12]", "x[0-9]", "x[^1]", "\\[odd\\]", "b/../x1", ".*", "*.{erl,hrl}", "none*", "b/", "{b,a}/*", "", "a/**/b", "?nï"]]),
    say(absolute, filelib:wildcard(p("w/x*"))),
    say(bad, [try_(fun() -> filelib:wildcard(W) end) || W <- ["{a", "a}b", x]]),
    say(is_wild, [filelib:wildcard("*.none")]).

names() ->
    say(filename, [filename:absname("a", "/b"), filename:absname("/a"), filename:join(["a", "/b", "c"]), filename:split("/a//b/"), filename:nativename("/a/b/"),
                   filename:extension("a.b/c"), filename:rootname("a/b.erl"), filename:basename("a/b.erl", ".erl"), filename:dirname("a"), filename:pathtype("a"),
                   filename:flatten(["a", b]), filename:join(<<"a">>, "b")]),
    say(encoding, [file:native_name_encoding()]),
    say(user, [filename:basedir(user_cache, "app") =/= "", is_list(filename:basedir(site_data, "app"))]).

logs() ->
    Log = [{name, log}, {file, p("disk.log")}],
    say(open, disk_log:open(Log)),
    say(log, [disk_log:log(log, {entry, I}) || I <- [1, 2, 3]]),
    say(log_terms, [disk_log:log_terms(log, [a, b]), disk_log:alog(log, async), disk_log:sync(log)]),
    say(chunk, begin {C, Terms} = disk_log:chunk(log, start), {Terms, disk_log:chunk(log, C)} end),
    say(info, [lists:keyfind(K, 1, disk_log:info(log)) || K <- [type, format, size, items, no_items, status, mode]]),
    say(close, disk_log:close(log)),
    {ok, Bytes} = file:read_file(p("disk.log")),
    ok = file:write_file(p("disk.log"), binary:part(Bytes, 0, byte_size(Bytes) - 3)),
    say(repair, disk_log:open(Log)),
    say(repaired, begin {_, Again} = disk_log:chunk(log, start), Again end),
    say(truncate, [disk_log:truncate(log), disk_log:chunk(log, start), disk_log:close(log)]),
    say(external, begin
        {ok, ext} = disk_log:open([{name, ext}, {file, p("ext.log")}, {format, external}, {type, halt}]),
        R = [disk_log:blog(ext, <<"line\n">>), disk_log:blog_terms(ext, ["a", <<"b">>]), disk_log:close(ext)],
        {R, file:read_file(p("ext.log"))}
    end),
    say(missing, disk_log:open([{name, ro}, {file, p("missing.log")}, {mode, read_only}])).

wrap_logs() ->
    {ok, w} = disk_log:open([{name, w}, {file, p("wrap")}, {type, wrap}, {size, {200, 3}}]),
    [ok = disk_log:log(w, {number, I, "some text to fill it"}) || I <- lists:seq(1, 20)],
    say(wrap, [disk_log:info(w) =/= [], disk_log:close(w)]),
    {ok, All} = file:list_dir(get(dir)),
    say(files, lists:sort([F || F = "wrap" ++ _ <- All])).

tables() ->
    {ok, T} = dets:open_file(tab, [{file, p("table.dets")}, {type, set}]),
    ok = dets:insert(T, [{I, integer_to_list(I)} || I <- lists:seq(1, 1000)]),
    say(dets, [dets:lookup(T, 500), dets:member(T, 1001), dets:delete(T, 500), dets:lookup(T, 500), dets:info(T, size), dets:info(T, type),
               length(dets:match(T, {'$1', '_'})), lists:sort(dets:select(T, [{{'$1', '_'}, [{'<', '$1', 4}], ['$1']}])), dets:update_counter(T, 1, {1, 0}) =/= x, dets:sync(T)]),
    say(close, dets:close(T)),
    say(is_dets, [dets:is_dets_file(p("table.dets")), dets:is_dets_file(p("ext.log")), dets:is_dets_file(p("none"))]),
    {ok, T} = dets:open_file(tab, [{file, p("table.dets")}]),
    E = ets:new(e, []),
    say(again, [dets:info(T, size), dets:foldl(fun({K, _}, A) -> K + A end, 0, T), dets:to_ets(T, E) =:= E, ets:info(E, size), dets:delete_all_objects(T), dets:info(T, size), dets:close(T)]),
    {ok, B} = dets:open_file(bag, [{file, p("bag.dets")}, {type, bag}]),
    say(bag, [dets:insert(B, [{k, 1}, {k, 2}, {k, 1}]), lists:sort(dets:lookup(B, k)), dets:delete_object(B, {k, 1}), dets:lookup(B, k), dets:close(B)]),
    ok = file:write_file(p("junk.dets"), "this is no table"),
    say(junk, element(1, dets:open_file(junk, [{file, p("junk.dets")}]))).

sorting() ->
    ok = file:write_file(p("unsorted"), [io_lib:format("~w.~n", [{(I * 7919) rem 1009, I}]) || I <- lists:seq(1, 1000)]),
    {ok, Before} = file:consult(p("unsorted")),
    In = [begin B = term_to_binary(X), <<(byte_size(B)):32, B/binary>> end || X <- Before],
    ok = file:write_file(p("sort.in"), In),
    say(sort, file_sorter:sort([p("sort.in")], p("sort.out"), [{size, 1000}])),
    {ok, Out} = file:read_file(p("sort.out")),
    Sorted = [binary_to_term(B) || <<S:32, B:S/binary>> <= Out],
    say(sorted, Sorted =:= lists:sort(Before)),
    say(check, [file_sorter:check([p("sort.out")]), element(1, file_sorter:check([p("sort.in")]))]),
    say(keysort, begin ok = file_sorter:keysort(2, [p("sort.in")], p("key.out")), {ok, K} = file:read_file(p("key.out")), [binary_to_term(B) || <<S:32, B:S/binary>> <= K] =:= lists:keysort(2, Before) end).

tars() ->
    ok = filelib:ensure_dir(p("tree/sub/x")),
    [ok = file:write_file(p("tree/" ++ N), N) || N <- ["a", "b", "sub/c"]],
    ok = file:make_symlink("a", p("tree/l")),
    {ok, Here} = file:get_cwd(),
    ok = file:set_cwd(p("")),
    [begin
         say(create, {O, erl_tar:create("t.tar", ["tree/a", {"named", <<"bytes">>}, {"tree/" ++ "b2", "tree/b"}, "tree/sub", "tree/l"], O)}),
         say(table, [sorted(erl_tar:table("t.tar", O)), size_of(erl_tar:table("t.tar", [verbose | O]))]),
         say(extract, [erl_tar:extract("t.tar", [{cwd, p("out")} | O]), file:read_file(p("out/named")), file:read_file(p("out/tree/sub/c")), file:read_link(p("out/tree/l"))]),
         say(memory, begin {ok, M} = erl_tar:extract("t.tar", [memory | O]), lists:sort(M) end),
         say(some, [erl_tar:extract("t.tar", [memory, {files, ["named"]} | O])]),
         ok = file:del_dir_r(p("out"))
     end || O <- [[], [compressed]]],
    say(binary, begin {ok, Tar} = file:read_file("t.tar"), sorted(erl_tar:table({binary, Tar}, [compressed])) end),
    say(add, begin {ok, H} = erl_tar:open("add.tar", [write]), R = [erl_tar:add(H, "tree/a", []), erl_tar:add(H, <<"x">>, "mem", []), erl_tar:add(H, "none", []), erl_tar:close(H)], {R, erl_tar:table("add.tar")} end),
    ok = file:write_file("bad.tar", "no archive"),
    say(bad, [erl_tar:table("bad.tar"), erl_tar:table("none.tar"), lists:flatten(erl_tar:format_error(bad_header))]),
    ok = file:set_cwd(Here).

size_of({ok, L}) -> length(L);
size_of(X) -> X.

zips() ->
    {ok, Here} = file:get_cwd(),
    ok = file:set_cwd(p("")),
    say(zip, [zip:create("z.zip", ["tree/a", "tree/sub"]), zip:create("mem.zip", [{"mem", <<"in memory">>}]), zip:zip("memory", [{"x", <<"y">>}], [memory]) =/= x]),
    say(list, begin {ok, [_ | Files]} = zip:list_dir("z.zip"), [{element(2, F), (element(3, F))#file_info.size} || F <- Files] end),
    say(unzip, [sorted(zip:unzip("z.zip", [{cwd, p("unz")}])), file:read_file(p("unz/tree/sub/c")), sorted(zip:extract("z.zip", [memory])), zip:extract("z.zip", [{file_list, ["tree/a"]}, memory]), zip:extract("mem.zip", [memory])]),
    say(foldl, zip:foldl(fun(N, _, Get, A) -> [{N, Get()} | A] end, [], "z.zip")),
    say(handle, begin {ok, H} = zip:zip_open("z.zip", [memory]), R = [zip:zip_get("tree/a", H), zip:zip_get("none", H), zip:zip_close(H)], R end),
    say(bad, [zip:list_dir("bad.tar"), zip:list_dir("none.zip"), zip:unzip("none.zip")]),
    say(all_sizes, begin
        Data = [{integer_to_list(I) ++ ".dat", crypto_free(I)} || I <- [0, 1, 100, 70000]],
        {ok, {_, Z}} = zip:zip("all", Data, [memory]),
        {ok, Back} = zip:unzip(Z, [memory]), Back =:= Data
    end),
    ok = file:set_cwd(Here).

crypto_free(N) -> << <<((I * I) rem 251)>> || I <- lists:seq(1, N) >>.

archives() ->
    Src = p("arch.erl"),
    ok = file:write_file(Src, "-module(arch). -export([f/0, main/1]). f() -> from_archive. main(A) -> {main, A}."),
    {ok, arch, Beam} = compile:file(Src, [binary]),
    App = "{application, arch, [{vsn, \"1.0\"}, {modules, [arch]}, {applications, [kernel]}]}.",
    {ok, {_, Ez}} = zip:create("arch-1.0.ez", [{"arch-1.0/ebin/arch.beam", Beam}, {"arch-1.0/ebin/arch.app", list_to_binary(App)}, {"arch-1.0/priv/data", <<"private">>}], [memory]),
    ok = file:write_file(p("arch-1.0.ez"), Ez),
    Ebin = p("arch-1.0.ez/arch-1.0/ebin"),
    say(add_path, [code:add_path(Ebin), try_(fun() -> arch:f() end), code:which(arch), code:lib_dir(arch), code:priv_dir(arch), application:load(arch), application:get_key(arch, vsn)]),
    say(inside, [erl_prim_loader:list_dir(p("arch-1.0.ez")), erl_prim_loader:list_dir(Ebin), element(1, catch_info(erl_prim_loader:read_file_info(Ebin))),
                 shorter(erl_prim_loader:get_file(Ebin ++ "/arch.app")), erl_prim_loader:get_file(Ebin ++ "/none"), erl_prim_loader:list_dir(p("arch-1.0.ez/none"))]),
    say(is_file, [filelib:is_file(Ebin), filelib:is_file(Ebin, erl_prim_loader), filelib:is_regular(Ebin ++ "/arch.beam", erl_prim_loader), filelib:wildcard(Ebin ++ "/*.beam", erl_prim_loader)]),
    say(escript, begin
        {ok, Script} = escript:create(binary, [shebang, {emu_args, "-noinput"}, {archive, [{"in/arch.beam", Beam}, {"in/text", <<"t">>}], []}]),
        ok = file:write_file(p("script"), Script),
        {ok, Sections} = escript:extract(p("script"), []),
        {lists:keyfind(shebang, 1, Sections), lists:keyfind(emu_args, 1, Sections), erl_prim_loader:list_dir(p("script/in")), shorter(erl_prim_loader:get_file(p("script/in/text")))}
    end),
    say(removed, [code:del_path(Ebin), code:purge(arch), code:delete(arch), try_(fun() -> arch:f() end)]).

catch_info({ok, I}) -> {I#file_info.type, I};
catch_info(X) -> {X}.

shorter({ok, B, Full}) -> {ok, byte_size(B), Full};
shorter(X) -> X.

loader() ->
    ok = file:write_file(p("plain"), "plain"),
    say(loader, [erl_prim_loader:get_file(p("plain")), erl_prim_loader:get_file(p("none")), erl_prim_loader:list_dir(p("none")), element(1, catch_info(erl_prim_loader:read_file_info(p("plain")))),
                 element(1, catch_info(erl_prim_loader:read_link_info(p("tree/l")))), erl_prim_loader:get_cwd() =:= file:get_cwd(), is_tuple(erl_prim_loader:get_path()), sorted(erl_prim_loader:list_dir(p("tree")))]).

zlib_streams() ->
    Data = crypto_free(100000),
    Z = zlib:open(),
    ok = zlib:deflateInit(Z, 9),
    C = iolist_to_binary([zlib:deflate(Z, Data), zlib:deflate(Z, [], finish)]),
    ok = zlib:deflateEnd(Z), ok = zlib:inflateInit(Z),
    say(zlib, [iolist_to_binary(zlib:inflate(Z, C)) =:= Data, zlib:inflateEnd(Z), zlib:close(Z), try_(fun() -> zlib:inflate(Z, C) end)]),
    say(whole, [zlib:gunzip(zlib:gzip(Data)) =:= Data, zlib:uncompress(zlib:compress(Data)) =:= Data, zlib:unzip(zlib:zip(Data)) =:= Data, try_(fun() -> zlib:gunzip(<<"bad">>) end)]).

errors() ->
    Long = lists:duplicate(5000, $x),
    say(errors, [file:write_file(p(Long), ""), file:make_dir(p("plain/x")), file:rename(p("none"), p("x")), file:make_symlink("x", p("plain")), file:make_link(p("none"), p("x")), file:read_link(p("plain")),
                 file:del_dir(p("plain")), file:delete(p("tree")), file:set_cwd(p("none")), file:list_dir(p("plain")), file:read_file_info(p("plain/x")), file:write_file_info(p("none"), #file_info{mode = 1}),
                 file:change_mode(p("none"), 1), file:altname(p("plain")), file:write_file(p("x"), [a]), file:write_file(p("x"), x)]),
    say(all, [sorted(file:list_dir_all(p("tree"))), file:list_dir_all(p("none"))]).

temporary() ->
    say(big, begin
        {ok, Fd} = file:open(p("big"), [raw, read, write, binary]),
        R = [file:position(Fd, 5000000000), file:write(Fd, "end"), filelib:file_size(p("big")), file:pread(Fd, 4999999999, 4), file:position(Fd, {eof, -2}), file:read(Fd, 10), file:truncate(Fd)],
        file:close(Fd), ok = file:delete(p("big")), R
    end).
