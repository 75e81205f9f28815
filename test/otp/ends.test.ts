/** How a system ends, well or badly: statuses, what is said on which stream, closed pipes, full disks, signals. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gluonCommand } from "../support/gluon.ts";
import { otp, RELEASES } from "../support/otp.ts";
import { CRASH_DUMP, Lab, sameDone, start } from "./support/lab.ts";

let lab: Lab;
before(() => {
  lab = new Lab(27);
  lab.write("bad.boot", "no boot file at all");
  lab.write("broken.app", "{application, broken, [{vsn, ");
  lab.write("sys.config", "[{kernel, [{k, v}]}].\n");
  lab.write("bad.config", "[{kernel, [oops}].\n");
  lab.write("plain", "a file, no folder");
});
after(() => lab.remove());

const quiet = (...args: string[]) => ["-noshell", ...args];
const evaluate = (text: string) => quiet("-eval", text);

/** Which of them comes out before the system has ended is a matter of luck on `erl`, where they may stand in the midst of other lines. */
const withoutLogger = (text: string) =>
  text
    .replaceAll("Failed to write log message to stdout, trying stderr\n", "")
    .replaceAll(/=ERROR REPORT==== .*\nWriter crashed \(\w+\)\n/g, "")
    .replaceAll(CRASH_DUMP, "");

/** Reports carry the time of day; pids differ where the systems have started different processes. */
const undated = (text: string) =>
  text
    // A prompt that is on its way when the system is halted may come out or not.
    .replace(/\n4> $/, "\n")
    // The banner tells of the machine that runs.
    .replaceAll(/^Erlang\/OTP .*$/gm, "BANNER")
    // Whether this comes out before the system is halted is a matter of luck on `erl`.
    .replaceAll(/Error in process <[^\n]*\n\{badarg,\[\{erlang,binary_to_term[\s\S]*?\}\]\}\n/g, "")
    .replaceAll(/\(no logger present\)[^\n]*\n/g, "")
    .replaceAll(/(?<!===\n)^Error loading module \w+:\n.*\n\n/gm, "")
    // What the loader finds wrong, in its own words.
    .replaceAll(/(?:beam\/beam_load\.c\(\d+\): )?Error loading module (\w+):\n {2}.*\n/g, "cannot load $1\n")
    // Whether it is printed before the system has ended is a matter of luck on `erl`.
    .replaceAll(/=ERROR REPORT==== .* ===\ncannot load \w+\n\n\n/g, "")
    .replaceAll(/(heap_size|stack_size|reductions): \d+/g, "$1: N")
    .replaceAll(/^\d{4}-\d\d-\d\d [\d:.]+/gm, "TIME")
    .replaceAll(/^TIME ~s~n\n\t".*Error loading module .*\n/gm, "")
    .replaceAll(/(?<=REPORT==== ).*(?= ===)/g, "TIME")
    .replaceAll(/<0\.\d+\.0>/g, "PID");

const CASES: readonly (readonly [string, readonly string[], string?])[] = [
  ["halt(0)", evaluate("halt().")],
  ["halt(3)", evaluate('io:format("before~n"), halt(3).')],
  ["halt(256)", evaluate("halt(256).")],
  ["halt with a slogan", evaluate('halt("the end").')],
  ["halt(abort) in a shell", evaluate("halt(abort)."), '"$@"; echo $?'],
  ["init:stop()", evaluate("init:stop().")],
  ["init:stop(4)", evaluate("init:stop(4).")],
  ["init:stop of a text", evaluate('init:stop("why").')],
  ["an error in -eval", evaluate("1 = 2.")],
  ["a throw in -eval", evaluate("throw(x).")],
  ["an exit in -eval", evaluate("exit(x).")],
  ["a syntax error in -eval", evaluate("1 = .")],
  ["-s of a module that is not there", quiet("-s", "none_such")],
  ["-run of a function that is not there", quiet("-run", "lists", "none_such", "x")],
  ["no boot file", ["-boot", "none_such"]],
  ["a boot file that is none", ["-boot", "./bad"]],
  ["no configuration", quiet("-config", "none_such", "-s", "erlang", "halt")],
  ["a bad configuration", quiet("-config", "./bad", "-s", "erlang", "halt")],
  [
    "a configuration",
    quiet("-config", "./sys", "-eval", 'io:format("~p~n", [application:get_env(kernel, k)]), halt().'),
  ],
  ["a bad application file", evaluate('io:format("~p~n", [application:load(broken)]), halt().')],
  ["kernel killed", evaluate("exit(whereis(application_controller), kill), timer:sleep(5000).")],
  ["a file as a folder on the path", quiet("-pa", "plain", "-eval", 'io:format("~p~n", [catch x:y()]), halt().')],
  ["plain arguments", quiet("-eval", 'io:format("~p~n", [init:get_plain_arguments()]), halt().', "-extra", "a", "ü")],
  ["-s erlang halt 5", quiet("-eval", 'file:write_file("out", "x")', "-run", "erlang", "halt")],
  [
    "a full disk, files",
    evaluate(
      '{ok, F} = file:open("/dev/full", [write, raw]), io:format("~p~n", [file:write(F, "x")]), ' +
        'io:format("~p~n", [file:write_file("/dev/full", "x")]), ' +
        '{ok, D} = file:open("/dev/full", [write, raw, {delayed_write, 10, 10}]), file:write(D, "x"), timer:sleep(50), ' +
        'io:format("~p ~p~n", [file:write(D, "y"), file:close(D)]), halt().',
    ),
  ],
  ["standard input closed", evaluate('io:format("~p~n", [io:get_line("")]), halt().'), '"$@" <&-'],
  ["standard input empty", evaluate('io:format("~p~n", [io:get_line("")]), halt().')],
  ["standard output closed", evaluate('io:format("x~n"), file:write_file("there", ""), halt(3).'), '"$@" >&-; echo $?'],
  [
    "a program killed",
    evaluate(
      'P = open_port({spawn, "sleep 60"}, [exit_status]), {os_pid, O} = erlang:port_info(P, os_pid), ' +
        'os:cmd("kill -9 " ++ integer_to_list(O)), receive {P, X} -> io:format("~p~n", [X]) end, halt().',
    ),
  ],
  [
    "a program that is not there",
    evaluate('io:format("~p~n", [catch open_port({spawn_executable, "/none"}, [])]), halt().'),
  ],
  ["SIGTERM", evaluate('os:cmd("kill " ++ os:getpid()), timer:sleep(20000).')],
  [
    "SIGUSR2 handled",
    evaluate('os:set_signal(sigusr2, ignore), os:cmd("kill -USR2 " ++ os:getpid()), io:format("lives~n"), halt(7).'),
  ],
  ["shell from a pipe", [], 'printf "X = 1 + 2.\\nX * 2.\\nfoo(\\n).\\nq().\\n" | "$@"'],
  ["shell from a pipe, end of input", [], 'printf "1 + 2." | "$@"'],
];

for (const [name, args, shell] of CASES) {
  test(name, async () => {
    await lab.same("erl", args, { view: undated, ...(shell === undefined ? {} : { shell }) });
  });
}

test("10,000 ports", async () => {
  const text =
    'Ps = [open_port({spawn, "ram_file_drv"}, [binary]) || _ <- lists:seq(1, 10000)], io:format("~p~n", [length(Ps)]), ' +
    'io:format("~p~n", [length(Ps -- erlang:ports())]), ' +
    '[port_close(P) || P <- Ps], io:format("~p~n", [length(erlang:ports()) < 5]), halt().';
  await lab.same("erl", ["-noshell", "+Q", "20000", "-eval", text]);
});

test("a limit of ports and processes", async () => {
  const text =
    'io:format("~p ~p ~p~n", [erlang:system_info(process_limit), erlang:system_info(port_limit), erlang:system_info(atom_limit)]), ' +
    "F = fun(F, N) -> case catch spawn(fun() -> receive x -> ok end end) of P when is_pid(P) -> F(F, N + 1); E -> timer:sleep(500), " +
    'io:format("~p ~p~n", [element(1, element(2, E)), N > 900]) end end, F(F, 0), halt().';
  await lab.same("erl", ["-noshell", "+P", "1024", "+Q", "2000", "+t", "50000", "-eval", text], { view: undated });
});

const OUTPUT_IS_LOST: readonly (readonly [string, readonly string[], string])[] = [
  [
    "output into a closed pipe",
    evaluate('[io:format("~p~n", [N]) || N <- lists:seq(100001, 200000)], halt().'),
    '( "$@" 2> err; echo $? > status ) | head -2; sleep 0.2; cat status err',
  ],
  [
    "a full disk, output",
    evaluate('[begin io:format("~p~n", [N]), timer:sleep(300) end || N <- [1, 2]], halt(2).'),
    '"$@" > /dev/full 2> err; echo $?; cat err',
  ],
  [
    "a full disk, output that is caught",
    evaluate(
      'U = whereis(user), [catch io:format("x~n"), timer:sleep(300), io:format(standard_error, "still~n", [])], ' +
        'io:format(standard_error, "~p~n", [whereis(user) =:= U]), halt(2).',
    ),
    '"$@" > /dev/full 2> err; echo $?; cat err',
  ],
];

for (const release of RELEASES) {
  test(`OTP ${release}: output is lost`, async (t) => {
    const l = new Lab(release);
    // The number that a line was lost at tells how much the pipe took (OTP 25 prints small ones as characters).
    const view = (text: string) => undated(withoutLogger(text)).replace(/(?<="~p~n",\[)\d+/, "N");
    for (const [name, args, shell] of OUTPUT_IS_LOST)
      await t.test(name, async () => void (await l.same("erl", args, { view, shell })));
    await t.test(
      "an unknown mode",
      async () => void (await l.same("erl", [...quiet("-mode", "strange"), ...evaluate("halt(4).")])),
    );
    l.remove();
  });
}

for (const release of RELEASES) {
  test(`OTP ${release}: a shell without a terminal`, async () => {
    const l = new Lab(release);
    try {
      await l.same("erl", [], {
        input: 'io:format("~p~n", [hello]).\nlists:seq(1,3).\n1/0.\nhalt(5).\n',
        view: undated,
      });
    } finally {
      l.remove();
    }
  });
}

test("a broken OTP", async (t) => {
  const { root } = otp(27);
  const tree = join(lab.home, "tree");
  const erts = readdirSync(root).find((name) => name.startsWith("erts-")) as string;
  const kernel = readdirSync(join(root, "lib")).find((name) => name.startsWith("kernel-")) as string;
  const ebin = join(tree, "lib", kernel, "ebin");
  mkdirSync(join(tree, "bin"), { recursive: true });
  mkdirSync(ebin, { recursive: true });
  for (const name of [erts, "releases"]) symlinkSync(join(root, name), join(tree, name));
  for (const name of readdirSync(join(root, "bin"))) symlinkSync(join(root, "bin", name), join(tree, "bin", name));
  for (const name of readdirSync(join(root, "lib")))
    if (name !== kernel) symlinkSync(join(root, "lib", name), join(tree, "lib", name));
  for (const name of readdirSync(join(root, "lib", kernel, "ebin")))
    symlinkSync(join(root, "lib", kernel, "ebin", name), join(ebin, name));

  const both = async (args: readonly string[]) => {
    const env = { ROOTDIR: tree, BINDIR: join(tree, erts, "bin"), EMU: "beam", PROGNAME: "erl" };
    const [command, ...first] = gluonCommand();
    const theirs = await start(join(tree, erts, "bin", "erlexec"), args, lab.erlFolder, { env });
    const mine = await start(command, [...first, "--otp", tree, "erl", ...args], lab.gluonFolder, {});
    return [theirs, mine] as const;
  };
  const compare = async (name: string, args: readonly string[], view: (text: string) => string) => {
    const [theirs, mine] = await both(args);
    const plain = (d: typeof mine) => ({ ...d, err: d.err.replaceAll(CRASH_DUMP, "") });
    sameDone(plain(mine), plain(theirs), name, (text) => view(undated(text)));
  };

  const same = (text: string) => text;
  const replaced = async (file: string, text: string | undefined, args: readonly string[], view = same) => {
    const path = join(tree, file);
    const link = existsSync(path) ? join(root, file) : undefined;
    rmSync(path, { force: true });
    if (text !== undefined) writeFileSync(path, text);
    try {
      await compare(file, args, view);
    } finally {
      rmSync(path, { force: true });
      if (link !== undefined) symlinkSync(link, path);
    }
  };
  const app = join("lib", kernel, "ebin", "kernel.app");
  const load = evaluate('io:format("~p ~p~n", [application:unload(kernel), application:load(kernel)]), halt().');
  await t.test("a corrupt kernel.app", () => replaced(app, "{application, kernel,", load));
  await t.test("a corrupt start.boot", () => replaced("bin/start.boot", "rubbish", evaluate("halt().")));
  await t.test("no start.boot", () => replaced("bin/start.boot", undefined, evaluate("halt().")));
  const beam = (m: string) => join("lib", kernel, "ebin", `${m}.beam`);
  await t.test("a corrupt module", () => replaced(beam("application"), "FOR1 rubbish", evaluate("halt().")));
  await t.test("no module", () => replaced(beam("application"), undefined, evaluate("halt().")));
  // How many of the reports come out before the system has ended is a matter of luck on `erl`.
  const lastWords = (text: string) => /^Kernel pid terminated.*$/m.exec(text)?.[0] ?? "";
  await t.test("a corrupt module, loaded later", () =>
    replaced(beam("os"), "FOR1 rubbish", evaluate("halt()."), lastWords),
  );
  await t.test("a module of the boot that is damaged in a function nobody calls: docs/differences.md", async () => {
    const file = join(root, beam("heart"));
    const bytes = readFileSync(file);
    // The last `move {x,0} {x,1}` becomes one to an atom.
    const at = bytes.lastIndexOf(Buffer.from([64, 0x03, 0x13]), bytes.indexOf("StrT"));
    assert.ok(at > bytes.indexOf("Code"));
    bytes[at + 2] = 0x12;
    rmSync(join(tree, beam("heart")));
    writeFileSync(join(tree, beam("heart")), bytes);
    const [theirs, mine] = await both(evaluate("halt(7)."));
    assert.equal(theirs.status, 1);
    assert.deepEqual([mine.status, mine.err], [7, ""]);
    rmSync(join(tree, beam("heart")));
    symlinkSync(file, join(tree, beam("heart")));
  });
});

test("a background process goes on by itself", async () => {
  const [command, ...first] = gluonCommand();
  const file = join(lab.gluonFolder, "detached");
  const text = `timer:sleep(200), file:write_file(${JSON.stringify(file)}, "done"), halt().`;
  const child = spawn(command, [...first, "--otp", otp(27).home, "erl", "-detached", "-eval", text], {
    stdio: "ignore",
  });
  const status = await new Promise((resolve) => child.on("exit", resolve));
  assert.equal(status, 0);
  for (let i = 0; i < 600 && !existsSync(file); i++) await new Promise((resolve) => setTimeout(resolve, 100));
  assert.ok(existsSync(file));
});
