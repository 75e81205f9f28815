/** `gluon run` as a user sees it: values, exceptions in the shell's words, log reports, files that cannot be run. */
import assert from "node:assert/strict";
import { execFile, execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { platform, tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gluonCommand } from "../support/gluon.ts";
import { otp } from "../support/otp.ts";

const folder = mkdtempSync(join(tmpdir(), "gluon-run-"));
after(() => rmSync(folder, { recursive: true }));

const SOURCE = `
-module(run_me).
-compile([export_all, nowarn_export_all, debug_info]).
main() -> {ok, "text"}.
add(X, Y) -> X ++ Y.
call() -> list_to_integer(id("abc")), ok.
throws() -> throw(bar).
exits() -> exit(normal).
wide() -> exit({lists:seq(1000, 1012), lists:seq(1000, 1012)}).
killed() -> spawn_link(fun() -> error(boo) end), receive after infinity -> ok end.
kills() -> exit(self(), kill), receive after infinity -> ok end.
logs() ->
    [spawn_monitor(fun() -> logger:error("hello ~p", [N]) end) || N <- [1, 2, 3]],
    [receive {'DOWN', _, _, _, normal} -> ok end || _ <- [1, 2, 3]],
    {P, R} = proc_lib:spawn_opt(fun() -> id(x) + 1 end, [monitor]),
    receive {'DOWN', R, _, P, _} -> ok end,
    {_, R2} = spawn_monitor(fun() -> error(foo) end),
    receive {'DOWN', R2, _, _, _} -> ok end,
    logger:info("not at this level"),
    error_logger:warning_msg("old style"),
    done.
waits() -> receive never -> ok end.
many() -> [io:format("~p~n", [N]) || N <- lists:seq(1, 20000)], ok.
stops() -> logger:error("last words"), init:stop(3), receive after infinity -> ok end.
id(X) -> X.
`;

before(() => {
  writeFileSync(join(folder, "run_me.erl"), SOURCE);
  writeFileSync(join(folder, "text.beam"), "no beam file");
  execFileSync(otp().erlc, ["run_me.erl"], { cwd: folder });
});

interface Ended {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

function run(...args: string[]): Promise<Ended> {
  const [program, ...first] = gluonCommand();
  const options = { cwd: folder, env: { ...process.env, GLUON_OTP: otp().root } };
  return new Promise((resolve) => {
    execFile(program, [...first, "run", ...args], options, (error, out, err) =>
      resolve({ status: error === null ? 0 : Number(error.code), out, err: err.replaceAll(folder, "") }),
    );
  });
}

test("the value is printed, the status is 0", async () => {
  const sum = await run("run_me.beam", "add", '"te"', '"xt"');
  assert.deepEqual(sum, { status: 0, out: '"text"\n', err: "" });
});

/** The words are those of OTP 27's shell. */
const UNCAUGHT: readonly [string[], string][] = [
  [
    ["call"],
    `** exception error: bad argument
     in function  list_to_integer/1
        called as list_to_integer("abc")
        *** argument 1: not a textual representation of an integer
     in call from run_me:call/0 (run_me.erl, line 6)
`,
  ],
  [["throws"], "** exception throw: bar\n     in function  run_me:throws/0 (run_me.erl, line 7)\n"],
  [["exits"], "** exception exit: normal\n"],
  [
    ["wide"],
    `** exception exit: {[1000,1001,1002,1003,1004,1005,1006,1007,1008,1009,1010,
                     1011,1012],
                    [1000,1001,1002,1003,1004,1005,1006,1007,1008,1009,1010,
                     1011,1012]}
     in function  run_me:wide/0 (run_me.erl, line 9)
`,
  ],
  [["kills"], "** exception exit: killed\n"],
  [["main", "1"], "** exception error: undefined function run_me:main/1\n"],
];

test("an uncaught exception is told as the shell does, the status is 1", async () => {
  const ended = await Promise.all(UNCAUGHT.map(([args]) => run("run_me", ...args)));
  ended.forEach(({ status, out, err }, i) => {
    const [args, expected] = UNCAUGHT[i] as [string[], string];
    assert.equal(status, 1, args.join(" "));
    assert.equal(out, "");
    assert.equal(err, expected);
  });
});

test("the end of a linked process is an exit", async () => {
  const { status, out, err } = await run("run_me", "killed");
  assert.match(out, /Error in process/);
  assert.equal(status, 1);
  assert.match(
    err,
    /^\*\* exception exit: boo\n {5}in function {2}run_me:'-killed\/0-fun-0-'\/0 \(run_me.erl, line 10\)\n/,
  );
});

test("what is no program is told in a line, the status is 1", async () => {
  const calls = ["none.beam", "text.beam", "./", "no_module"];
  const messages = [
    /^gluon: none\.beam: no such file\n$/,
    /^gluon: text\.beam: .*not a BEAM file.*\n$/,
    /^gluon: \.\/: is a folder\n$/,
    /^\*\* exception error: undefined function no_module:main\/0\n$/,
  ];
  const ended = await Promise.all(calls.map((name) => run(name)));
  ended.forEach(({ status, out, err }, i) => {
    assert.equal(status, 1, calls[i]);
    assert.equal(out, "");
    assert.match(err, messages[i] as RegExp);
  });
});

test("a program that can never go on is told so, the status is 1", async () => {
  const { status, err } = await run("run_me", "waits");
  assert.equal(status, 1);
  assert.match(err, /^gluon: run: the program waits for a message that nobody is left to send\n$/);
});

/** The status of a shell's command line; GLUON in it is `gluon run`. */
function shell(line: string): Ended {
  const command = [...gluonCommand(), "run"].map((word) => `'${word}'`).join(" ");
  const options = { cwd: folder, env: { ...process.env, GLUON_OTP: otp().root }, encoding: "utf8" } as const;
  const { status, stdout, stderr } = spawnSync("/bin/sh", ["-c", line.replace("GLUON", command)], options);
  return { status: status ?? -1, out: stdout, err: stderr };
}

test("output that nobody reads, or that finds no room", { skip: platform() === "win32" }, () => {
  assert.deepEqual(shell("GLUON run_me many | head -n 1"), { status: 0, out: "1\n", err: "" });
  if (!existsSync("/dev/full")) return;
  const { status, err } = shell("GLUON run_me many > /dev/full");
  assert.equal(status, 1);
  assert.match(err, /^gluon: standard output: .*no space left.*\n$/);
});

test("the logger starts when it is needed, and all is written before the end", async () => {
  const { status, out } = await run("run_me", "logs");
  assert.equal(status, 0);
  for (const n of [1, 2, 3]) assert.match(out, new RegExp(`=ERROR REPORT==== .* ===\nhello ${n}\n`));
  assert.match(out, /=CRASH REPORT==== .* ===\n {2}crasher:\n {4}initial call: run_me:'-logs\/0-fun-[0-9]-'\/0\n/);
  assert.match(out, / {4}exception error: an error occurred when evaluating an arithmetic expression\n/);
  assert.match(out, /=ERROR REPORT==== .* ===\nError in process <0\.[0-9]+\.0> with exit value:\n\{foo,\[/);
  assert.match(out, /=WARNING REPORT==== .* ===\nold style\n/);
  assert.doesNotMatch(out, /not at this level/);
  assert.match(out, /\ndone\n$/);
});

test("init:stop writes what was logged", async () => {
  const { status, out } = await run("run_me", "stops");
  assert.equal(status, 3);
  assert.match(out, /last words\n/);
});
