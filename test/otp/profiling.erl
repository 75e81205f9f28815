%% What measures programs, on a running system: cprof, eprof, fprof, tprof, cover, dbg. Times are left out, counts are compared.
-module(profiling).
-export([main/1]).
-import(printed, [printed/1]).
-include_lib("stdlib/include/ms_transform.hrl").

main(Dir) ->
    put(dir, Dir),
    ok = file:write_file(p("work.erl"), source()),
    {ok, work} = compile:file(p("work"), [debug_info, {outdir, Dir}]),
    code:add_patha(Dir),
    {module, work} = code:load_file(work),
    [try F() catch C:R:S -> say(failed, {C, R, [{M, Fun, A} || {M, Fun, A, _} <- S]}) end
     || F <- [fun cprof/0, fun eprof/0, fun fprof/0, fun fprof_processes/0, fun fprof_process/0, fun tprof/0, fun cover/0, fun cover_data/0, fun dbg_process/0,
              fun dbg_fun/0, fun dbg_file/0, fun dbg_wrap/0, fun dbg_errors/0]],
    ok.

p(Name) -> get(dir) ++ "/" ++ Name.
say(What, Value) -> io:format("~w: ~0tp~n", [What, Value]).

source() ->
    "-module(work).\n"
    "-export([run/1, fib/1, spawned/1, branch/1]).\n"
    "run(N) ->\n"
    "    L = lists:seq(1, N),\n"
    "    S = sum([double(X) || X <- L], 0),\n"
    "    {S, fib(N), length(lists:map(fun(X) -> X + 1 end, L))}.\n"
    "double(X) -> X * 2.\n"
    "sum([], A) -> A;\n"
    "sum([H | T], A) -> sum(T, H + A).\n"
    "fib(N) when N < 2 -> N;\n"
    "fib(N) -> fib(N - 1) + fib(N - 2).\n"
    "spawned(N) ->\n"
    "    Me = self(),\n"
    "    Ps = [spawn_link(fun() -> Me ! {self(), fib(I)} end) || I <- lists:seq(1, N)],\n"
    "    [receive {P, R} -> R end || P <- Ps].\n"
    "branch(X) ->\n"
    "    case X of\n"
    "        a -> one;\n"
    "        b -> two;\n"
    "        _ ->\n"
    "            try error(X)\n"
    "            catch error:c -> three;\n"
    "                  error:_ -> other\n"
    "            end\n"
    "    end.\n".

lines(Text) -> string:split(Text, "\n", all).

cprof() ->
    N = cprof:start(work),
    say(matched, [N, cprof:start(no_such_module), cprof:start(work, none, 3)]),
    work:run(10),
    say(pause, cprof:pause(work)),
    {work, Total, Counts} = cprof:analyse(work),
    say(cprof, {Total, lists:sort(Counts)}),
    say(limit, [cprof:analyse(work, 100)]),
    say(restart, [cprof:restart(work, fib, 1), work:fib(5), cprof:analyse(work, 2), cprof:stop(work), cprof:analyse(work)]),
    {All, Modules} = begin cprof:start(), work:run(12), cprof:pause(), cprof:analyse() end,
    {work, T2, C2} = lists:keyfind(work, 1, Modules),
    say(all, {All > T2, T2, lists:sort(C2), lists:keymember(lists, 1, Modules)}),
    say(stop, cprof:stop() > 0).

%% The name and the number of calls of each function of `work` in a table.
calls(Lines) ->
    lists:sort([{F, C} || L <- Lines, ["work:" ++ F, C | _] <- [string:lexemes(L, " ")]]).

eprof() ->
    {ok, _} = eprof:start(),
    say(eprof, eprof:profile(fun() -> work:run(10) end)),
    say(log, eprof:log(p("eprof.log"))),
    {R, T} = printed(fun() -> eprof:analyze() end),
    {ok, Log} = file:read_file(p("eprof.log")),
    say(calls, {R, T =/= [], calls(lines(binary_to_list(Log)))}),
    say(total, [eprof:analyze(total, [{sort, calls}]), eprof:analyze(total, [{filter, [{calls, 5}]}])]),
    say(start_profiling, [eprof:start_profiling([self()], {work, fib, 1}), work:fib(8), eprof:stop_profiling()]),
    {_, _} = printed(fun() -> eprof:analyze(procs) end),
    {ok, Log2} = file:read_file(p("eprof.log")),
    say(calls2, calls(lines(binary_to_list(Log2)))),
    say(profile_mfa, [eprof:profile([], work, fib, [7]), eprof:profile([self()], fun() -> exit(x) end)]),
    say(stop, eprof:stop()),
    say(dead, whereis(eprof)).

%% {Function, number of calls} of `work`, and which calls which.
analysed(File) ->
    {ok, Terms} = file:consult(File),
    Own = fun({{work, _, _}, _, _, _}) -> true; (_) -> false end,
    lists:sort([{F, C, lists:sort([{G, D} || {G, D, _, _} <- Callers]), lists:sort([{G, D} || {G, D, _, _} <- Called, is_tuple(G)])}
                || {Callers, Entry = {F, C, _, _}, Called} <- Terms, is_list(Callers), Own(Entry)]).

fprof() ->
    say(fprof, [fprof:apply(work, run, [10], [{file, p("fprof.trace")}]), fprof:profile([{file, p("fprof.trace")}]), fprof:analyse([{dest, p("fprof.txt")}, {cols, 120}])]),
    say(analysed, analysed(p("fprof.txt"))),
    {ok, Text} = file:read_file(p("fprof.txt")),
    say(head, [L || L <- lists:sublist(lines(binary_to_list(Text)), 6)]),
    say(again, [fprof:analyse([{dest, p("fprof2.txt")}, no_callers, {sort, own}, no_details]), filelib:file_size(p("fprof2.txt")) > 100]),
    say(stop, fprof:stop()).

fprof_processes() ->
    say(fprof, [fprof:apply(work, spawned, [4], [{file, p("fprof3.trace")}, {procs, [self()]}]), fprof:profile([{file, p("fprof3.trace")}]),
                fprof:analyse([{dest, p("fprof3.txt")}, totals])]),
    {ok, Terms} = file:consult(p("fprof3.txt")),
    say(fib, lists:sort([C || {_, {{work, fib, 1}, C, _, _}, _} <- Terms])),
    say(processes, length([x || [{"<" ++ _, _, _, _} | _] <- Terms])),
    say(stop, fprof:stop()).

%% The tracer is the profiling process itself: nothing is written.
fprof_process() ->
    {ok, Tracer} = fprof:profile(start),
    say(start, fprof:trace([start, {tracer, Tracer}])),
    say(run, work:run(5)),
    say(stop, [fprof:trace(stop), fprof:analyse([{dest, p("fprof4.txt")}])]),
    say(analysed, [{F, C} || {F, C, _, _} <- analysed(p("fprof4.txt"))]),
    say(stop, fprof:stop()).

tprof() ->
    case code:which(tprof) of
        non_existing -> ok;
        _ ->
            [begin
                 {R, Info} = tprof:profile(work, run, [10], #{type => Type, report => return}),
                 {Type, Traces} = Info,
                 say(Type, {R, lists:sort([{F, A, lists:sum([C || {_, C, _} <- Per])} || {work, {F, A}, Per} <- [trace(T) || T <- Traces]])})
             end || Type <- [call_count, call_time]],
            {_, Text} = printed(fun() -> tprof:profile(work, fib, [6], #{type => call_count}) end),
            say(report, [string:lexemes(L, " ") || L <- lines(Text), L =/= ""])
    end.

trace({M, F, A, Per}) -> {M, {F, A}, Per}.

cover() ->
    {ok, _} = cover:start(),
    say(compile, [cover:compile(p("work.erl")), cover:modules(), element(1, cover:is_compiled(work)), cover:is_compiled(lists)]),
    say(run, [work:run(6), work:branch(a), work:branch(c), work:branch(d)]),
    [say(analyse, {What, Level, cover:analyse(work, What, Level)}) || What <- [coverage, calls], Level <- [module, function, clause, line]],
    say(analyse_all, cover:analyse(coverage, module)),
    {ok, Out} = cover:analyse_to_file(work, p("work.cover")),
    {ok, Text} = file:read_file(Out),
    [say(line, L) || L <- lines(binary_to_list(Text)), string:find(L, "|") =/= nomatch],
    {ok, _} = cover:analyse_to_file(work, p("work.html"), [html]),
    {ok, Html} = file:read_file(p("work.html")),
    say(html, [string:trim(L) || L <- lines(binary_to_list(Html)), string:find(L, "class=") =/= nomatch]),
    say(none, [cover:analyse(none), cover:reset(work), cover:analyse(work, calls, module)]).

cover_data() ->
    work:branch(b),
    say(export, cover:export(p("cover.data"))),
    say(stop, [cover:stop(), code:which(work) =/= cover_compiled, work:branch(b)]),
    {ok, _} = cover:start(),
    say(import, [cover:import(p("cover.data")), cover:imported_modules(), [filename:basename(F) || F <- cover:imported()], cover:analyse(work, calls, function)]),
    say(beam, [cover:compile_beam(p("work")), work:branch(b), cover:analyse(work, calls, function)]),
    say(directory, cover:compile_beam_directory(get(dir))),
    say(local, [cover:local_only(), cover:which_nodes()]),
    say(stop, cover:stop()),
    code:purge(work),
    {module, work} = code:load_file(work).

%% dbg's own printing, through a group leader that keeps it. Pids differ.
dbg_text(F) ->
    {_, Text} = printed(fun() -> {ok, _} = dbg:tracer(), F(), timer:sleep(200), dbg:stop(), timer:sleep(100) end),
    [re:replace(L, "<0\\.[0-9]+\\.0>", "PID", [global, {return, list}]) || L <- lines(Text)].

dbg_process() ->
    Ms = dbg:fun2ms(fun([N]) when N > 1 -> return_trace() end),
    say(calls, dbg_text(fun() -> dbg:p(self(), [c]), say(tpl, dbg:tpl(work, fib, Ms)), work:fib(3) end)),
    say(cx, dbg_text(fun() -> dbg:p(self(), [c, return_to]), dbg:tpl(work, branch, cx), work:branch(c), catch work:fib(x) end)),
    say(global, dbg_text(fun() -> dbg:p(self(), c), dbg:tp(work, x), work:run(2), say(ctp, dbg:ctp()), work:fib(1) end)),
    say(messages, dbg_text(fun() -> dbg:p(self(), m), self() ! hello, receive hello -> ok end end)),
    say(processes, dbg_text(fun() -> dbg:p(self(), [procs, sos]), {_, R} = spawn_monitor(fun() -> ok end), receive {'DOWN', R, _, _, _} -> ok end end)).

dbg_fun() ->
    Me = self(),
    {ok, Tracer} = dbg:tracer(process, {fun(T, N) -> Me ! {traced, N, T}, N + 1 end, 0}),
    say(get_tracer, dbg:get_tracer() =:= {ok, Tracer}),
    say(p, [dbg:p(self(), [call]), dbg:tpl(work, fib, 1, [{['$1'], [{'<', '$1', 2}], [{message, {{got, '$1'}}}]}]), work:fib(3)]),
    say(got, [receive {traced, I, {trace, Me, call, {work, fib, A}, M}} -> {A, M} after 2000 -> none end || I <- lists:seq(0, 4)]),
    say(n, [dbg:n(node()), dbg:ln() =:= ok, dbg:cn(node())] =/= []),
    say(ltp, begin {_, T} = printed(fun() -> dbg:ltp() end), T end),
    say(dtp, [dbg:dtp(), dbg:wtp(p("patterns")), dbg:rtp(p("patterns"))]),
    dbg:stop().

%% Traces into a file and out of it again.
dbg_file() ->
    Port = dbg:trace_port(file, p("trace")),
    {ok, _} = dbg:tracer(port, Port),
    say(file, [dbg:p(self(), [call, timestamp]), dbg:tpl(work, fib, x), work:fib(2), dbg:flush_trace_port(), dbg:trace_port_control(get_listen_port)]),
    dbg:stop(),
    say(client, client(p("trace"))).

dbg_wrap() ->
    {ok, _} = dbg:tracer(port, dbg:trace_port(file, {p("wrap"), wrap, ".log", 2000, 3})),
    dbg:p(self(), [call]), dbg:tpl(work, fib, []), work:fib(12), dbg:flush_trace_port(), dbg:stop(),
    Files = lists:sort(filelib:wildcard("wrap*", get(dir))),
    Traced = client({p("wrap"), wrap, ".log", 2000, 3}),
    say(wrap, [Files, [F || F <- Files, filelib:file_size(p(F)) > 2200], Traced]),
    {ok, _} = dbg:tracer(port, dbg:trace_port(file, {p("timed"), wrap, ".log", {time, 300}, 2})),
    dbg:p(self(), [call]), dbg:tpl(work, fib, []), work:fib(1), timer:sleep(1100), work:fib(0), dbg:stop(), timer:sleep(50),
    say(timed, client({p("timed"), wrap, ".log", {time, 300}, 2})),
    say(none, catch dbg:tracer(port, dbg:trace_port(file, p("none/trace")))).

client(File) ->
    Me = self(),
    Pid = dbg:trace_client(file, File, {fun(end_of_trace, Acc) -> Me ! {all, lists:reverse(Acc)}, Acc; (T, Acc) -> [without_time(T) | Acc] end, []}),
    receive {all, L} -> L after 5000 -> {none, Pid} end.

without_time(T) when element(1, T) =:= trace_ts -> plain(lists:droplast(tl(tuple_to_list(T))));
without_time(T) -> plain(tuple_to_list(T)).
plain(L) -> [case X of P when is_pid(P) -> pid; {P, _, _} when is_pid(P) -> pid; _ -> X end || X <- L].

dbg_errors() ->
    {ok, _} = dbg:tracer(process, {fun(_, A) -> A end, 0}),
    say(errors, [catch dbg:tp(no_such, x), dbg:tpl(work, none, x), dbg:p(no_such_name, c), dbg:p(self(), [oops]), dbg:tracer(), dbg:tpl(work, fib, [{bad}]), dbg:tpl({work, fib, 1}, no_such_pattern)]),
    say(i, begin {_, T} = printed(fun() -> dbg:i() end), T end),
    dbg:stop().
