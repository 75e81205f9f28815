%% What POSIX says about files, through prim_file and file: the same on the machine's files, on files in memory and on erl.
%% main(Dir, Out) works in the empty directory Dir and writes a line for each step to Out.
-module(files_posix).
-export([main/2]).
-include_lib("kernel/include/file.hrl").

main(Dir, Out) ->
    put(dir, Dir),
    put(lines, []),
    lists:foreach(fun(F) -> try_step(F) end,
                  [fun open_modes/0, fun positions/0, fun vectors/0, fun truncation/0, fun sparse/0, fun after_removal/0,
                   fun closing/0, fun directories/0, fun links/0, fun hard_links/0, fun renames/0, fun loops/0,
                   fun names/0, fun information/0, fun times/0, fun modes/0, fun current/0, fun bad_arguments/0,
                   fun whole_files/0, fun big_directory/0]),
    ok = file:write_file(Out, lists:reverse(get(lines))).

%% Not filename:join/2, which would take a slash off the end.
p(Name) -> get(dir) ++ "/" ++ Name.

say(What, Value) ->
    Text = io_lib:format("~w: ~0p~n", [What, relative(Value)]),
    put(lines, [unicode:characters_to_binary(Text) | get(lines)]).

%% Paths differ between the two sides.
relative(L) when is_list(L) ->
    Dir = get(dir),
    case is_path(L) andalso lists:prefix(Dir, L) of
        true -> "DIR" ++ lists:nthtail(length(Dir), L);
        false -> improper(L)
    end;
relative(T) when is_tuple(T) -> list_to_tuple(relative(tuple_to_list(T)));
relative(R) when is_reference(R) -> ref;
relative(P) when is_pid(P) -> pid;
relative(X) -> X.

is_path(L) -> length(L) > 1 andalso lists:all(fun is_integer/1, L).

improper([H | T]) -> [relative(H) | improper(T)];
improper(X) -> X.

%% A step that fails is a line as well.
try_step(F) ->
    try F() of _ -> ok
    catch C:R:S -> say(failed, {C, R, [{Fun, A} || {?MODULE, Fun, A, _} <- S]})
    end.

try_(F) -> try F() catch C:R -> {C, R} end.

open(Name, Modes) -> prim_file:open(p(Name), Modes).

close({ok, Fd}) -> prim_file:close(Fd);
close(Error) -> Error.

open_modes() ->
    [say({open, M}, close(open("none", M))) || M <- [[read], [], [read, sync], [directory]]],
    [begin
         say({new, M}, close(open("new", M))),
         say({again, M}, close(open("new", M))),
         say({size, M}, filelib:file_size(p("new"))),
         say({write, M}, with("new", M, fun(Fd) -> prim_file:write(Fd, "abc") end)),
         say({read, M}, with("new", M, fun(Fd) -> prim_file:read(Fd, 2) end)),
         say({delete, M}, prim_file:delete(p("new")))
     end || M <- [[write], [append], [exclusive], [read, write], [read, append], [write, sync], [read, exclusive]]],
    ok = prim_file:make_dir(p("d")),
    [say({dir, M}, close(open("d", M)))
     || M <- [[read], [write], [directory], [read, directory], [skip_type_check], [append], [exclusive]]],
    say(read_dir, with("d", [directory], fun(Fd) -> prim_file:read(Fd, 10) end)),
    ok = file:write_file(p("f"), "12345"),
    say(file_as_dir, [close(open(N, [read])) || N <- ["f/", "f/x", "f/.", "f/..", "d/../f", "d/./../f", "d//..//f"]]),
    say(file_as_directory, close(open("f", [directory]))),
    say(new_slash, close(open("g/", [write]))),
    say(no_parent, close(open("no/g", [write]))),
    say(empty, close(prim_file:open("", [read]))),
    say(root, prim_file:open("/", [write])).

with(Name, Modes, F) ->
    case open(Name, Modes) of
        {ok, Fd} ->
            R = try_(fun() -> F(Fd) end),
            _ = prim_file:close(Fd),
            R;
        Error -> Error
    end.

positions() ->
    ok = file:write_file(p("p"), "0123456789"),
    {ok, Fd} = open("p", [read, write]),
    say(seeks, [prim_file:position(Fd, At)
                || At <- [0, 5, 20, {bof, 3}, {cur, 2}, {cur, -5}, {cur, -100}, {eof, 0}, {eof, -4}, {eof, 10}, bof, cur,
                          eof, -1, {bof, -1}]]),
    say(bad_seeks, [try_(fun() -> prim_file:position(Fd, At) end) || At <- [x, {x, 1}, {bof, a}, 1.0, {cur, 1 bsl 64}]]),
    say(read_at_end, prim_file:read(Fd, 1)),
    {ok, 2} = prim_file:position(Fd, 2),
    say(reads, [prim_file:read(Fd, N) || N <- [3, 0, 100, 1]]),
    say(preads, [prim_file:pread(Fd, At, N) || {At, N} <- [{0, 2}, {8, 10}, {10, 1}, {100, 1}, {3, 0}]]),
    say(pread_list, prim_file:pread(Fd, [{0, 1}, {9, 5}, {20, 2}])),
    say(bad_reads, [try_(fun() -> prim_file:read(Fd, N) end) || N <- [-1, a, 1.5, 1 bsl 70]]),
    say(bad_preads, [try_(fun() -> prim_file:pread(Fd, At, N) end) || {At, N} <- [{-1, 1}, {1, -1}, {a, 1}, {1, a}]]),
    say(position_kept, prim_file:position(Fd, cur)),
    say(write_over, {prim_file:position(Fd, 3), prim_file:write(Fd, "abc"), prim_file:position(Fd, cur)}),
    say(pwrites, [prim_file:pwrite(Fd, At, "XY") || At <- [0, 12]]),
    say(bad_pwrites, [try_(fun() -> prim_file:pwrite(Fd, At, D) end) || {At, D} <- [{-1, "a"}, {a, "a"}, {0, [300]}]]),
    say(pwrite_list, prim_file:pwrite(Fd, [{1, "-"}, {2, <<"--">>}])),
    say(contents, file:read_file(p("p"))),
    say(ipread, [prim_file:ipread_s32bu_p32bu(Fd, 0, 10)]),
    ok = prim_file:close(Fd),
    say(append, with("p", [append, read],
                     fun(A) ->
                             [prim_file:position(A, cur), prim_file:write(A, "end"), prim_file:position(A, cur),
                              prim_file:position(A, 0), prim_file:write(A, "."), prim_file:position(A, cur)]
                     end)),
    say(contents, file:read_file(p("p"))),
    ok = file:write_file(p("i"), <<3:32, 16:32, 0:64, "payload">>),
    say(ipread, with("i", [read], fun(I) -> [prim_file:ipread_s32bu_p32bu(I, A, M) || {A, M} <- [{0, 3}, {0, 2}, {8, 9}, {20, 3}]] end)),
    say(write_only, with("i", [write], fun(I) -> [prim_file:read(I, 1), prim_file:pread(I, 0, 1)] end)),
    say(read_only, with("p", [read], fun(I) -> [prim_file:write(I, "a"), prim_file:pwrite(I, 0, "a"), prim_file:truncate(I),
                                                 prim_file:allocate(I, 0, 10)] end)).

vectors() ->
    say(vector, with("v", [write], fun(Fd) -> prim_file:write(Fd, ["a", <<"b">>, [$c | <<"d">>]]) end)),
    say(empty_vector, with("w", [write], fun(Fd) -> [prim_file:write(Fd, []), prim_file:write(Fd, <<>>)] end)),
    say(long, with("l", [write], fun(Fd) -> prim_file:write(Fd, [<<I>> || I <- lists:seq(0, 255)]) end)),
    say(bad, with("w", [write], fun(Fd) -> [try_(fun() -> prim_file:write(Fd, D) end) || D <- [a, [a], [256], "ä"]] end)),
    {ok, L} = file:read_file(p("l")),
    say(contents, [file:read_file(p("v")), file:read_file(p("w")), L =:= << <<I>> || I <- lists:seq(0, 255) >>]).

truncation() ->
    ok = file:write_file(p("t"), binary:copy(<<"x">>, 200000)),
    say(truncate, with("t", [read, write],
                       fun(Fd) ->
                               [prim_file:position(Fd, 100000), prim_file:truncate(Fd), filelib:file_size(p("t")),
                                prim_file:position(Fd, 150000), prim_file:truncate(Fd), prim_file:pread(Fd, 99998, 5),
                                prim_file:allocate(Fd, 0, 160000), filelib:file_size(p("t")),
                                prim_file:allocate(Fd, 0, 10), filelib:file_size(p("t")),
                                prim_file:position(Fd, bof), prim_file:truncate(Fd), prim_file:read(Fd, 10),
                                prim_file:write(Fd, "now"), prim_file:pread(Fd, 0, 10)]
                       end)),
    say(allocate_errors, with("t", [read, write], fun(Fd) -> [try_(fun() -> prim_file:allocate(Fd, A, N) end)
                                                             || {A, N} <- [{-1, 5}, {0, 0}, {0, -1}, {a, 1}]] end)),
    say(advise, with("t", [read, write], fun(Fd) -> [try_(fun() -> prim_file:advise(Fd, 0, 1, A) end)
                                                    || A <- [normal, random, sequential, will_need, dont_need, no_reuse, x, 1]]
                                         end)),
    say(sync, with("t", [read, write], fun(Fd) -> [prim_file:sync(Fd), prim_file:datasync(Fd)] end)).

sparse() ->
    Far = 5 bsl 32,
    say(sparse, with("s", [read, write],
                     fun(Fd) ->
                             [prim_file:pwrite(Fd, Far, "end"), prim_file:pread(Fd, Far - 2, 10), prim_file:position(Fd, eof),
                              prim_file:pread(Fd, 1 bsl 32, 3), prim_file:pwrite(Fd, 70000, "middle"),
                              prim_file:pread(Fd, 69998, 10), filelib:file_size(p("s"))]
                     end)),
    ok = prim_file:delete(p("s")).

after_removal() ->
    {ok, Fd} = open("r", [read, write]),
    ok = prim_file:write(Fd, "still"),
    say(removed, [prim_file:delete(p("r")), prim_file:pread(Fd, 0, 9), prim_file:write(Fd, " here"), prim_file:pread(Fd, 0, 20),
                  file:read_file(p("r")), links_of(prim_file:read_handle_info(Fd)), prim_file:close(Fd)]).

links_of({ok, #file_info{links = N}}) -> N;
links_of(Error) -> Error.

closing() ->
    {ok, Fd} = open("f", [read]),
    say(closed, [prim_file:close(Fd), prim_file:close(Fd), prim_file:read(Fd, 1), prim_file:position(Fd, 0)]),
    {Self, Name} = {self(), p("f")},
    {_, Ref} = spawn_monitor(fun() -> {ok, Mine} = prim_file:open(Name, [read]), Self ! {fd, Mine} end),
    Theirs = receive {fd, F} -> F end,
    receive {'DOWN', Ref, _, _, _} -> ok end,
    timer:sleep(20),
    say(owner_gone, try_(fun() -> prim_file:read(Theirs, 1) end)),
    say(no_handle, [try_(fun() -> prim_file:get_handle(H) end) || H <- [make_ref(), x]]).

directories() ->
    say(make, [prim_file:make_dir(p(N)) || N <- ["e", "e", "e/", "e/s/", "e/s/t", "no/x", "f", "f/x", "e/.", "e/..", ""]]),
    say(list, [sorted(prim_file:list_dir(p(N))) || N <- ["e", "e/", "e/s", "no", "f", "f/", "e/s/t/../../s"]]),
    say(remove, [prim_file:del_dir(p(N)) || N <- ["e/s", "f", "no", "e/s/t/.", "e/s/t/..", "e/s/t/", "e/s/", "f/x", "e", "e"]]),
    say(remove_root, prim_file:del_dir("/")),
    say(delete_dir, [prim_file:delete(p(N)) || N <- ["d", "d/", "no", "f/", "f/x", "d/.", ""]]),
    say(nlink, begin
                   [ok = prim_file:make_dir(p(N)) || N <- ["n", "n/a", "n/b"]],
                   A = links_of(prim_file:read_file_info(p("n"))),
                   ok = prim_file:del_dir(p("n/a")),
                   {A >= 1, prim_file:del_dir(p("n/b")), prim_file:del_dir(p("n"))}
               end).

sorted({ok, L}) -> {ok, lists:sort(L)};
sorted(E) -> E.

links() ->
    say(make, [prim_file:make_symlink(T, p(N)) || {T, N} <- [{"f", "sf"}, {"d", "sd"}, {"no", "sn"}, {"f", "sf"}, {"f", "d"},
                                                             {"", "se"}, {"x", "no/x"}, {p("f"), "sa"}, {"sd/", "ss"}]]),
    say(read, [prim_file:read_link(p(N)) || N <- ["sf", "sd", "sn", "sa", "ss", "f", "d", "no", "sd/", "f/x"]]),
    say(through, [file:read_file(p(N)) || N <- ["sf", "sn", "sa", "sf/", "sd/../f", "ss/../f"]]),
    say(types, [{type(prim_file:read_file_info(p(N))), type(prim_file:read_link_info(p(N)))}
                || N <- ["sf", "sd", "sn", "sa", "ss", "sd/", "ss/"]]),
    say(create, [close(open("sn", [exclusive])), file:write_file(p("sn"), "made"), file:read_file(p("no")), prim_file:delete(p("no"))]),
    say(dirs, [prim_file:make_dir(p("sn")), prim_file:del_dir(p("sd")), sorted(prim_file:list_dir(p("sd"))),
               prim_file:make_dir(p("sd/in")), prim_file:list_dir(p("d")), prim_file:del_dir(p("d/in"))]),
    say(delete, [prim_file:delete(p(N)) || N <- ["sn", "sa", "sd", "ss"]]),
    say(left, [type(prim_file:read_file_info(p(N))) || N <- ["d", "f"]]).

type({ok, #file_info{type = T}}) -> T;
type(E) -> E.

hard_links() ->
    say(make, [prim_file:make_link(p(A), p(B)) || {A, B} <- [{"f", "h"}, {"f", "h"}, {"no", "x"}, {"d", "x"}, {"f", "no/x"},
                                                             {"f", "x/"}, {"sf", "hs"}, {"f", "d"}]]),
    say(count, [links_of(prim_file:read_file_info(p("f"))), type(prim_file:read_link_info(p("hs")))]),
    ok = file:write_file(p("h"), "shared"),
    say(same, [file:read_file(p("f")), inode("f") =:= inode("h"), inode("f") =:= inode("d")]),
    say(delete, [prim_file:delete(p("h")), prim_file:delete(p("hs")), links_of(prim_file:read_file_info(p("f")))]).

inode(N) -> {ok, #file_info{inode = I}} = prim_file:read_file_info(p(N)), I.

renames() ->
    [ok = file:write_file(p(N), N) || N <- ["a", "b"]],
    [ok = prim_file:make_dir(p(N)) || N <- ["x", "x/y", "x/y/z", "q", "empty"]],
    ok = file:write_file(p("q/file"), "q"),
    say(rename, [{A, B, prim_file:rename(p(A), p(B))}
                 || {A, B} <- [{"no", "c"}, {"a", "c"}, {"c", "c"}, {"c", "b"}, {"b", "x"}, {"x", "b"}, {"x", "x/y/w"},
                               {"x/y/z", "x"}, {"x", "x"}, {"x/y", "q"}, {"x/y", "empty"}, {"b", "no/b"}, {"b", "f/b"},
                               {"b/", "bb"}, {"b", "bb/"}, {"q/", "r/"}, {"r", "empty/z/r"}, {"x/.", "w"}, {"x", "empty/.."},
                               {"sf", "sf2"}, {"sf2", "sf"}]]),
    say(root, [prim_file:rename("/", p("w"))]),
    say(after_rename, [file:read_file(p(N)) || N <- ["a", "b", "c", "empty/z/r/file"]]),
    say(up, type(prim_file:read_file_info(p("empty/z/r/../../z")))),
    ok = prim_file:make_link(p("b"), p("b2")),
    say(same_file, [prim_file:rename(p("b"), p("b2")), file:read_file(p("b2")), file:read_file(p("b"))]),
    say(cleaned, file:del_dir_r(p("empty"))).

loops() ->
    [ok = prim_file:make_symlink(T, p(N)) || {T, N} <- [{"l2", "l1"}, {"l1", "l2"}, {"l3/x", "l3"}]],
    say(loops, [file:read_file(p(N)) || N <- ["l1", "l3", "l1/x"]]),
    say(info, [type(prim_file:read_file_info(p("l1"))), type(prim_file:read_link_info(p("l1"))), prim_file:list_dir(p("l1")),
               prim_file:delete(p("l1")), prim_file:delete(p("l2")), prim_file:delete(p("l3"))]),
    Chain = fun(N) -> "c" ++ integer_to_list(N) end,
    ok = prim_file:make_symlink("f", p(Chain(0))),
    [ok = prim_file:make_symlink(Chain(N - 1), p(Chain(N))) || N <- lists:seq(1, 41)],
    say(chain, [file:read_file(p(Chain(N))) || N <- [39, 40]]),
    [ok = prim_file:delete(p(Chain(N))) || N <- lists:seq(0, 41)].

names() ->
    ok = prim_file:make_dir(p("u")),
    Raw = <<"u/", 16#e4, 16#ff>>,
    Full = <<(unicode:characters_to_binary(get(dir)))/binary, "/", Raw/binary>>,
    say(write, [file:write_file(p("u/Größe"), "1"), file:write_file(p("u/日本"), "2"), file:write_file(Full, "3")]),
    say(list, [sorted(prim_file:list_dir(p("u"))), sorted(prim_file:list_dir_all(p("u"))), sorted(file:list_dir(p("u")))]),
    say(read, [file:read_file(p("u/Größe")), file:read_file(<<(unicode:characters_to_binary(p("u/日本")))/binary>>), file:read_file(Full)]),
    say(rename, [file:rename(Full, p("u/raw")), file:read_file(p("u/raw"))]),
    say(nul, [try_(fun() -> prim_file:open(N, [read]) end) || N <- ["a\0b", <<"a\0b">>, "a\0"]]),
    say(too_long, [file:write_file(p(lists:duplicate(256, $n)), ""), file:write_file(p(lists:duplicate(255, $n)), ""),
                   file:read_file(p(string:copies("d/../", 1000) ++ "f"))]),
    ok = prim_file:delete(p(lists:duplicate(255, $n))),
    say(dots, [file:read_file(p(N)) || N <- ["./f", "d/../f", "d/.././f", "./././f", "no/../f", "f/../f"]]),
    say(clean, file:del_dir_r(p("u"))).

information() ->
    ok = file:write_file(p("f"), "12345"),
    [say({info, N, F}, info(prim_file:F(p(N)))) || N <- ["f", "d", "sf", "no", "f/", "f/x"], F <- [read_file_info, read_link_info]],
    say(handle, with("f", [read], fun(Fd) -> info(prim_file:read_handle_info(Fd)) end)),
    say(dir_handle, with("d", [directory], fun(Fd) -> info(prim_file:read_handle_info(Fd)) end)),
    say(raw, [type(file:read_file_info(p("f"), O)) || O <- [[raw], [raw, {time, posix}], [{time, local}], [{time, universal}]]]).

info({ok, #file_info{type = directory} = I}) -> {I#file_info.access, I#file_info.mode, I#file_info.uid, I#file_info.gid};
info({ok, I}) -> {I#file_info.type, I#file_info.size, I#file_info.access, I#file_info.mode, I#file_info.links,
                  I#file_info.uid, I#file_info.gid, I#file_info.minor_device};
info(E) -> E.

times() ->
    Times = fun(N) -> {ok, I} = file:read_file_info(p(N), [{time, posix}]), {I#file_info.atime, I#file_info.mtime} end,
    Now = erlang:system_time(second),
    {ok, #file_info{mtime = M, ctime = C}} = file:read_file_info(p("f"), [{time, posix}]),
    say(recent, {abs(Now - M) < 100, abs(Now - C) < 100}),
    say(set, [{file:write_file_info(p("f"), #file_info{atime = A, mtime = B}, [{time, posix}]), Times("f")}
              || {A, B} <- [{1, 2}, {1000000000, 1234567890}, {0, 0}, {4294967296, 5000000000}, {-5, -100000}]]),
    say(change, [file:change_time(p("f"), {{2001, 2, 3}, {4, 5, 6}}), file:change_time(p("f"), {{2001, 2, 3}, {4, 5, 6}}, {{2002, 2, 3}, {4, 5, 6}}),
                 file:read_file_info(p("no")), file:change_time(p("no"), {{2001, 2, 3}, {4, 5, 6}})]),
    {ok, #file_info{atime = A1, mtime = M1}} = file:read_file_info(p("f")),
    say(changed, {A1, M1}),
    say(written, begin {_, Before} = Times("f"), ok = file:write_file(p("f"), "new"), {_, After} = Times("f"), After > Before end),
    say(directory, begin
                       ok = file:write_file_info(p("d"), #file_info{mtime = 1000, atime = 1000}, [{time, posix}]),
                       ok = file:write_file(p("d/new"), ""), {_, D} = Times("d"),
                       ok = prim_file:delete(p("d/new")), D > 1000
                   end),
    say(through_link, [file:write_file_info(p("sf"), #file_info{mtime = 7, atime = 8}, [{time, posix}]), Times("f")]).

modes() ->
    say(modes, [{file:write_file_info(p("f"), #file_info{mode = M}), mode("f")} || M <- [8#600, 8#7777, 8#644, 8#100777, 0, 8#4755, 8#644]]),
    say(change, [file:change_mode(p("f"), 8#640), mode("f"), file:change_mode(p("no"), 8#640), file:change_mode(p("sf"), 8#644), mode("f")]),
    say(directory, [file:change_mode(p("d"), 8#700), mode("d"), file:change_mode(p("d"), 8#755), mode("d")]),
    say(owner, [file:change_owner(p("f"), 1, 2), owner("f"), file:change_owner(p("f"), 3), owner("f"),
                file:change_group(p("f"), 4), owner("f"), file:change_owner(p("no"), 1), file:change_owner(p("f"), 0, 0), owner("f")]),
    say(setuid, [file:change_mode(p("f"), 8#6755), mode("f"), file:change_owner(p("f"), 5, 5), mode("f"), file:change_owner(p("f"), 0, 0),
                 file:change_mode(p("f"), 8#644)]),
    say(bad, [try_(fun() -> prim_file:write_file_info(p("f"), #file_info{mode = -1}) end)]).

mode(N) -> {ok, #file_info{mode = M}} = file:read_file_info(p(N)), M.
owner(N) -> {ok, #file_info{uid = U, gid = G}} = file:read_file_info(p(N)), {U, G}.

current() ->
    {ok, Before} = file:get_cwd(),
    ok = prim_file:make_symlink("d", p("sd")),
    ok = filelib:ensure_dir(p("d/inner/x")),
    say(cwd, [file:set_cwd(p(N)) || N <- ["no", "f", "f/", "d", "sd/inner"]]),
    say(where, file:get_cwd()),
    say(relative, [file:write_file("here", "h"), file:read_file("here"), file:read_file("../inner/here"), file:read_file(p("d/inner/here")),
                   sorted(file:list_dir(".")), sorted(file:list_dir("..")), filename:absname("q"), file:del_dir("."),
                   file:del_dir(p("d/inner"))]),
    say(up, [file:set_cwd(".."), file:get_cwd(), file:set_cwd(""), file:get_cwd()]),
    say(back, [file:set_cwd(Before), file:del_dir_r(p("d/inner")), prim_file:delete(p("sd"))]).

bad_arguments() ->
    say(bad_names, [try_(fun() -> file:F(N) end) || F <- [read_file, list_dir, make_dir, del_dir, delete, read_link],
                                                    N <- [x_y, 1, [a, {}], <<1:3>>, make_ref()], N =/= x_y]),
    say(atoms, [file:read_file(N) || N <- [no_such, '', [no, "/", such]]]),
    say(bad_modes, [try_(fun() -> close(prim_file:open(p("f"), M)) end) || M <- [read, x, [x], [read | x], [{x, 1}]]]),
    say(native, [try_(fun() -> prim_file:read_file(N) end) || N <- [<<>>, "", <<"x">>, x]]).

whole_files() ->
    Sizes = [0, 1, 65535, 65536, 65537, 300000],
    say(whole, [begin
                    B = binary:copy(<<"0123456789">>, S div 10 + 1),
                    <<Data:S/binary, _/binary>> = B,
                    ok = file:write_file(p("whole"), Data),
                    {ok, Read} = file:read_file(p("whole")),
                    {ok, Copied} = file:copy(p("whole"), p("copy")),
                    {ok, Again} = file:read_file(p("copy")),
                    {Read =:= Data, Copied, Again =:= Data}
                end || S <- Sizes]),
    say(modes, [file:write_file(p("whole"), "a", [append]), file:write_file(p("whole"), "b", [exclusive]), filelib:file_size(p("whole")),
                file:write_file(p("d"), "x"), file:write_file(p("no/x"), "x"), file:read_file(p("d")), file:read_file(p("no"))]).

big_directory() ->
    ok = prim_file:make_dir(p("big")),
    [ok = file:write_file(p("big/" ++ integer_to_list(I)), integer_to_binary(I)) || I <- lists:seq(1, 200)],
    {ok, L} = file:list_dir(p("big")),
    say(big, {length(L), lists:sum([list_to_integer(N) || N <- L]), filelib:wildcard(p("big/1?9")), filelib:wildcard("*7", p("big")) =/= []}),
    say(fold, filelib:fold_files(p("big"), "^1.\$", false, fun(F, A) -> [filename:basename(F) | A] end, []) =/= []),
    say(gone, [file:del_dir(p("big")), file:del_dir_r(p("big")), file:list_dir(p("big"))]),
    say(all, sorted(prim_file:list_dir(get(dir)))).
