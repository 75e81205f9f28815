%% Reading and writing through OTP's file module in every way it has. main(Dir) works in the empty directory Dir.
-module(files_io).
-export([main/1]).
-include_lib("kernel/include/file.hrl").

main(Dir) ->
    put(dir, Dir),
    [try F() catch C:R:S -> say(failed, {C, R, [{Fun, A} || {?MODULE, Fun, A, _} <- S]}) end
     || F <- [fun raw/0, fun io_server/0, fun delayed/0, fun read_ahead/0, fun ram/0, fun compressed/0, fun encodings/0,
              fun line_lengths/0, fun lists_of_positions/0, fun sendfile/0, fun devices/0, fun unreadable/0, fun descriptors/0,
              fun copies/0, fun owners/0, fun read_line/0, fun io_requests/0]],
    ok.

p(Name) -> get(dir) ++ "/" ++ Name.

say(What, Value) -> io:format("~w: ~0p~n", [What, shown(Value)]).

%% Numbers of processes, references and ports differ from run to run, and so does the order in maps.
shown(L) when is_list(L) -> improper(L);
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

with(Name, Modes, F) ->
    case file:open(p(Name), Modes) of
        {ok, Fd} ->
            R = try_(fun() -> F(Fd) end),
            {R, file:close(Fd)};
        Error -> Error
    end.

exercise(Fd) ->
    [file:write(Fd, "hello "), file:write(Fd, [<<"world">>, "\n"]), file:position(Fd, bof), file:read(Fd, 5), file:pread(Fd, 6, 5),
     file:pwrite(Fd, 0, "J"), file:position(Fd, cur), file:position(Fd, {eof, -3}), file:read(Fd, 100), file:read(Fd, 1),
     file:position(Fd, 2), file:truncate(Fd), file:position(Fd, eof), file:pread(Fd, 0, 10), file:sync(Fd), file:datasync(Fd),
     file:advise(Fd, 0, 0, normal), file:allocate(Fd, 0, 10), file:position(Fd, {bof, -1}), file:position(Fd, {nowhere, 1}),
     file:write(Fd, [a, b]), file:read(Fd, -1), file:pread(Fd, [{0, 1}, {5, 1}]), file:pwrite(Fd, [{3, "x"}, {5, <<"y">>}])].

raw() ->
    [say({raw, M}, {with("raw", M, fun exercise/1), file:read_file(p("raw"))})
     || M <- [[raw, read, write], [raw, read, write, binary], [raw, write], [raw, read], [raw, append], [raw, write, exclusive],
              [raw, read, write, sync], [raw, directory]]],
    _ = file:delete(p("raw")),
    say(none, [file:open(p(N), [raw, read]) || N <- ["none", "x/y", ""]]).

io_server() ->
    [say({server, M}, {with("server", M, fun exercise/1), file:read_file(p("server"))})
     || M <- [[read, write], [read, write, binary], [write], [read], [append], [exclusive], [read, binary]]],
    say(closed, begin {ok, Fd} = file:open(p("server"), [read]), [file:close(Fd), file:close(Fd), file:read(Fd, 1), file:write(Fd, "a")] end),
    say(bad_modes, [try_(fun() -> file:open(p("server"), M) end) || M <- [[x], read, [read | x], [{encoding, x}], [{delayed_write, a, b}], [{read_ahead, -1}]]]),
    say(bad_names, [try_(fun() -> file:open(N, [read]) end) || N <- [[], x, 1, [a], {a}, <<255>>, "a\0b"]]).

delayed() ->
    [say({delayed, M},
         begin
             {ok, Fd} = file:open(p("delayed"), M),
             W = [file:write(Fd, "abc"), file:write(Fd, "def")],
             Early = filelib:file_size(p("delayed")),
             R = [file:position(Fd, cur), file:pread(Fd, 1, 2), file:write(Fd, lists:duplicate(20, $x)), filelib:file_size(p("delayed")),
                  file:sync(Fd), filelib:file_size(p("delayed")), file:write(Fd, "tail"), file:close(Fd), filelib:file_size(p("delayed"))],
             {W, Early, R}
         end) || M <- [[raw, write, {delayed_write, 16, 60000}], [raw, write, read, {delayed_write, 1000, 60000}], [write, {delayed_write, 1000, 60000}]]],
    say(by_time, begin
                     {ok, Fd} = file:open(p("delayed"), [raw, write, {delayed_write, 1000, 50}]),
                     ok = file:write(Fd, "timed"), A = filelib:file_size(p("delayed")),
                     timer:sleep(300), B = filelib:file_size(p("delayed")),
                     {A, B, file:close(Fd)}
                 end),
    say(full, with("../../../../../../dev/full", [raw, write, delayed_write], fun(F) -> [file:write(F, "lost"), file:sync(F)] end)),
    say(full, begin
                  {ok, Full} = file:open("/dev/full", [raw, write, {delayed_write, 1000, 60000}]),
                  [file:write(Full, "lost"), file:sync(Full), file:write(Full, "again"), file:close(Full)]
              end).

read_ahead() ->
    ok = file:write_file(p("ahead"), [integer_to_list(I) ++ "\n" || I <- lists:seq(1, 2000)]),
    [say({ahead, M}, with("ahead", M, fun(Fd) ->
                                              [file:read(Fd, 3), file:read_line(Fd), file:position(Fd, cur), file:pread(Fd, 100, 4), file:read(Fd, 2),
                                               file:position(Fd, {cur, 10}), file:read(Fd, 4), file:position(Fd, {eof, -5}), file:read_line(Fd),
                                               file:read_line(Fd), file:read_line(Fd), lines(Fd, bof)]
                                      end))
     || M <- [[raw, read, read_ahead], [raw, read, binary, {read_ahead, 7}], [raw, read, {read_ahead, 100}], [read, {read_ahead, 10}], [raw, read]]].

lines(Fd, From) ->
    {ok, _} = file:position(Fd, From),
    lines(Fd, 0, 0).
lines(Fd, N, Size) ->
    case file:read_line(Fd) of
        {ok, L} -> lines(Fd, N + 1, Size + iolist_size(L));
        eof -> {N, Size}
    end.

ram() ->
    [say({ram, D, M},
         case file:open(D, M) of
             {ok, Fd} ->
                 R = exercise(Fd),
                 {ok, _} = file:position(Fd, bof),
                 {R, file:read(Fd, 100), file:close(Fd)};
             Error -> Error
         end) || D <- ["start", <<"start">>, []], M <- [[ram, read], [ram, read, write], [ram, read, write, binary], [ram, write]]],
    say(ram_lines, begin
                       {ok, Fd} = file:open(<<"one\ntwo\r\nthree">>, [ram, read, binary]),
                       [file:read_line(Fd), file:read_line(Fd), file:read_line(Fd), file:read_line(Fd), file:close(Fd)]
                   end),
    say(ram_bad, [file:open(x, [ram, read]), file:open([300], [ram, read])]),
    say(ram_more, begin
                      {ok, R} = file:open("Cat", [ram, read, write, binary]),
                      [try_(fun() -> shown_ram(apply(ram_file, F, [R | A])) end)
                       || {F, A} <- [{get_file, []}, {compress, []}, {uncompress, []}, {get_size, []}, {set_file, ["new"]}, {uuencode, []},
                                     {get_file, []}, {uudecode, []}, {get_file_close, []}, {get_size, []}]]
                  end).

%% How small it gets is the compressor's.
shown_ram({ok, N}) when is_integer(N), N > 10 -> ok;
shown_ram(R) -> R.

compressed() ->
    Data = lists:flatten([integer_to_list(I) || I <- lists:seq(1, 3000)]),
    say(write, with("z", [write, compressed], fun(Fd) -> [file:write(Fd, Data), file:position(Fd, cur)] end)),
    {ok, Z} = file:read_file(p("z")),
    say(size, {byte_size(Z) < length(Data), zlib:gunzip(Z) =:= list_to_binary(Data)}),
    [say({read, M}, with("z", M, fun(Fd) -> [file:read(Fd, 10), file:position(Fd, 100), file:read(Fd, 5), file:position(Fd, {cur, -50}), file:read(Fd, 5),
                                             file:pread(Fd, 3, 4), file:position(Fd, {eof, 0}), file:write(Fd, "x"), file:truncate(Fd)] end))
     || M <- [[read, compressed], [read, compressed, binary], [raw, read, compressed]]],
    say(append, with("z", [append, compressed], fun(Fd) -> file:write(Fd, "more") end)),
    say(after_append, begin {ok, Fd} = file:open(p("z"), [read, compressed, raw, binary]),
                            {ok, All} = file:read(Fd, 1000000), file:close(Fd), binary:part(All, byte_size(All), -6) end),
    ok = file:write_file(p("plain"), "plain text"),
    say(plain, with("plain", [read, compressed], fun(F) -> [file:read(F, 5), file:read(F, 100), file:read(F, 1)] end)),
    say(both, file:open(p("z"), [read, write, compressed])),
    ok = file:write_file(p("broken"), binary:part(Z, 0, 500)),
    say(broken, with("broken", [raw, read, compressed], fun(F) -> element(1, file:read(F, 1000000)) end)).

encodings() ->
    Text = [228, 246, 8364, 26085, 128512, $a, $\n],
    [begin
         say({write, E}, with("enc", [write, {encoding, E}], fun(Fd) -> [io:put_chars(Fd, Text), io:format(Fd, "~ts~n", ["x" ++ [233]])] end)),
         say({bytes, E}, file:read_file(p("enc"))),
         say({read, E}, with("enc", [read, {encoding, E}], fun(Fd) -> [io:getopts(Fd), io:get_line(Fd, ''), io:get_chars(Fd, '', 2), io:get_line(Fd, ''), io:get_line(Fd, '')] end))
     end || E <- [latin1, utf8, unicode, utf16, {utf16, little}, {utf16, big}, utf32, {utf32, little}]],
    say(switch, with("enc", [read, binary], fun(Fd) -> [io:setopts(Fd, [{encoding, utf8}]), io:getopts(Fd), io:get_line(Fd, ''), file:read(Fd, 3)] end)),
    ok = file:write_file(p("bad"), <<"ok\n", 255, 254, "\nmore">>),
    say(bad, with("bad", [read, {encoding, utf8}], fun(Fd) -> [io:get_line(Fd, ''), io:get_line(Fd, ''), io:get_line(Fd, '')] end)),
    ok = file:write_file(p("bom"), [unicode:encoding_to_bom(utf8), "bom"]),
    say(bom, with("bom", [read, binary], fun(Fd) -> {ok, B} = file:read(Fd, 4), unicode:bom_to_encoding(B) end)),
    say(latin1_write, with("enc", [write], fun(Fd) -> [file:write(Fd, [300]), io:put_chars(Fd, [300]), io:put_chars(Fd, [200])] end)),
    say(utf8_file_write, with("enc", [write, {encoding, utf8}], fun(Fd) -> [file:write(Fd, [228]), file:write(Fd, <<228>>)] end)),
    say(bytes, file:read_file(p("enc"))).

line_lengths() ->
    Long = lists:duplicate(10000, $l),
    ok = file:write_file(p("lines"), [Long, "\r\n", "short\r", "\n", "no end"]),
    [say({lines, M}, with("lines", M, fun(Fd) -> [case file:read_line(Fd) of {ok, L} -> {iolist_size(L), lists:last(binary_to_list(iolist_to_binary(L)))}; X -> X end
                                                  || _ <- [1, 2, 3, 4]] end)) || M <- [[read], [read, binary], [raw, read], [raw, read, binary, read_ahead]]],
    say(get_line, with("lines", [read], fun(Fd) -> [length(io:get_line(Fd, '')), io:get_line(Fd, ''), io:get_line(Fd, ''), io:get_line(Fd, '')] end)).

lists_of_positions() ->
    ok = file:write_file(p("pos"), "0123456789"),
    [say({positions, M}, with("pos", M, fun(Fd) ->
         [file:pread(Fd, [{bof, 2}, {1, 1}]), file:pread(Fd, [{0, 2}, {8, 5}, {100, 1}]), file:pread(Fd, []), file:pread(Fd, [{0, -1}]), file:pread(Fd, [{-1, 1}]), file:pread(Fd, [x]),
          file:pwrite(Fd, [{0, "a"}, {3, ["b", <<"c">>]}]), file:pwrite(Fd, []), file:pwrite(Fd, [{1, [a]}]), file:pwrite(Fd, [{20, "far"}]), file:pread(Fd, 0, 30)]
     end)) || M <- [[raw, read, write], [read, write], [raw, read, write, binary], [ram, read, write]]].

sendfile() ->
    {ok, Fd} = file:open(p("pos"), [raw, read]),
    say(sendfile, [try_(fun() -> file:sendfile(F, S) end) || {F, S} <- [{p("none"), x}]]),
    say(sendfile, [try_(fun() -> file:sendfile(F, S, 0, 10, []) end) || {F, S} <- [{Fd, x}, {x, x}]]),
    file:close(Fd).

devices() ->
    say(null, [file:read_file("/dev/null"), file:write_file("/dev/null", "x"), type(file:read_file_info("/dev/null"))]),
    say(full, [file:write_file("/dev/full", "x"), file:read_file_info("/dev/full") =:= {error, enoent}]),
    say(full_fd, begin {ok, Fd} = file:open("/dev/full", [write]), [file:write(Fd, "x"), try_(fun() -> io:put_chars(Fd, "x") end), try_(fun() -> file:close(Fd) end)] end),
    say(zero, begin {ok, Z} = file:open("/dev/zero", [raw, read, binary]), [file:read(Z, 4), file:position(Z, 5), file:position(Z, eof), file:pread(Z, 10, 2), file:close(Z)] end),
    say(truncate, begin {ok, N} = file:open("/dev/null", [raw, write]), [file:truncate(N), file:sync(N), file:allocate(N, 0, 10), file:close(N)] end),
    say(tty, element(1, file:read_file_info("/dev/tty"))),
    say(proc, [element(1, file:read_file("/proc/self/status")), filelib:file_size("/proc/self/status"), element(1, file:read_link("/proc/self/exe")),
               file:write_file("/proc/self/status", "x"), file:make_dir("/proc/x"), file:delete("/proc/version"), file:read_file("/proc/self/mem")]).

type({ok, #file_info{type = T, access = A}}) -> {T, A};
type(E) -> E.

unreadable() ->
    ok = file:write_file(p("secret"), "s"),
    ok = file:make_dir(p("closed")),
    [say({mode, M}, [file:change_mode(p("secret"), M), file:change_mode(p("closed"), M), type(file:read_file_info(p("secret"))), type(file:read_file_info(p("closed"))),
                     with("secret", [read], fun(Fd) -> type(prim_handle(Fd)) end)]) || M <- [0, 8#222, 8#444, 8#777]],
    ok = file:del_dir(p("closed")).

prim_handle(Fd) -> file:read_file_info(Fd).

descriptors() ->
    say(handle_info, with("secret", [raw, read], fun(Fd) -> {T, A} = type(file:read_file_info(Fd)), {ok, I} = file:read_file_info(Fd, [raw]), {T, A, I#file_info.size} end)),
    say(handle_info, with("secret", [read], fun(Fd) -> type(file:read_file_info(Fd, [{time, posix}])) end)),
    say(many, begin
                  Fds = [element(2, {ok, _} = file:open(p("secret"), [raw, read])) || _ <- lists:seq(1, 200)],
                  [ok = file:close(F) || F <- Fds], length(Fds)
              end).

copies() ->
    Data = binary:copy(<<"0123456789abcdef">>, 20000),
    ok = file:write_file(p("from"), Data),
    say(copy, [file:copy(p("from"), p("to")), filelib:file_size(p("to")), file:copy(p("from"), p("to"), 100), filelib:file_size(p("to")),
               file:copy(p("none"), p("to")), file:copy(p("from"), p("no/to")), file:copy({p("from"), [read]}, {p("to"), [append]}), filelib:file_size(p("to")),
               file:copy(p("from"), "/dev/full"), file:copy(p("from"), p("to"), 0), try_(fun() -> file:copy(p("from"), p("to"), -1) end)]),
    say(copy_fd, begin
                     {ok, A} = file:open(p("from"), [raw, read, binary]),
                     {ok, B} = file:open(p("to2"), [write]),
                     R = [file:position(A, 10), file:copy(A, B, 20), file:copy(A, B), file:copy(A, B)],
                     file:close(A), file:close(B), {R, filelib:file_size(p("to2"))}
                 end),
    say(copy_compressed, [file:copy(p("from"), {p("gz"), [compressed]}), filelib:file_size(p("gz")) < 10000, file:copy({p("gz"), [compressed, read]}, p("back")), file:read_file(p("back")) =:= {ok, Data}]).

owners() ->
    say(owner_dies, begin
                        Self = self(),
                        Name = p("secret"),
                        {P, M} = spawn_monitor(fun() -> {ok, Fd} = file:open(Name, [read]), Self ! {fd, Fd}, receive go -> ok end end),
                        Fd = receive {fd, F} -> F end,
                        A = file:read(Fd, 1), P ! go, receive {'DOWN', M, _, _, _} -> ok end, timer:sleep(50),
                        {A, file:read(Fd, 1), is_process_alive(Fd)}
                    end),
    say(not_owner, begin
                       {ok, Raw} = file:open(p("secret"), [raw, read]),
                       {_, Mon} = spawn_monitor(fun() -> exit(try_(fun() -> file:read(Raw, 1) end)) end),
                       R = receive {'DOWN', Mon, _, _, Why} -> Why end,
                       file:close(Raw), R
                   end).

read_line() ->
    say(read_line, begin
        {ok, Fd} = file:open(p("lines2"), [raw, read, write, binary]),
        ok = file:write(Fd, "a\n\nb\r\nc\rd\n"),
        {ok, 0} = file:position(Fd, 0),
        R = [file:read_line(Fd) || _ <- lists:seq(1, 6)],
        file:close(Fd), R
    end).

io_requests() ->
    ok = file:write_file(p("terms"), "{a, 1}. [b].\n\"text\". foo bar.\n42."),
    say(io_read, with("terms", [read], fun(Fd) -> [io:read(Fd, '') || _ <- lists:seq(1, 7)] end)),
    ok = file:write_file(p("in"), "12 abc 3.5\nrest of line\nx"),
    say(fread, with("in", [read], fun(Fd) -> [io:fread(Fd, '', "~d ~s ~f"), io:get_chars(Fd, '', 3), io:get_line(Fd, ''), io:get_line(Fd, ''), io:get_line(Fd, ''), io:get_chars(Fd, '', 1)] end)),
    say(io_write, with("out", [write], fun(Fd) -> [io:format(Fd, "~p ~s~n", [{a}, "b"]), io:nl(Fd), io:write(Fd, [x]), io:put_chars(Fd, <<"bin">>), io:rows(Fd), io:getopts(Fd), io:setopts(Fd, [{x, y}])] end)),
    say(out, file:read_file(p("out"))),
    say(write_to_read_only, with("in", [read], fun(Fd) -> [try_(fun() -> io:put_chars(Fd, "x") end), file:write(Fd, "x")] end)),
    say(scan, with("terms", [read], fun(Fd) -> [io:parse_erl_exprs(Fd, ''), io:scan_erl_exprs(Fd, '', 1)] end)).
