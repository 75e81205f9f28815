/**
 * `gluon erl` in pipes: what is printed and how it ends is what `erl` prints and how it ends.
 */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { test } from "node:test";
import { gluonCommand } from "../support/gluon.ts";
import { MAIN_RELEASES, otp } from "../support/otp.ts";

interface Case {
  readonly name: string;
  /** Standard input; undefined: /dev/null. */
  readonly input?: string;
  readonly args?: readonly string[];
  /** Runs in every release's turn; the others with OTP 27 alone, since each start takes a second. */
  readonly everywhere?: true;
  /** What stands behind the command in the shell's line. */
  readonly after?: string;
}

const evaluated = (...expressions: string[]) => ["-noshell", "-eval", `${expressions.join(", ")}, halt().`];

const CASES: readonly Case[] = [
  { name: "a shell evaluates and ends", input: "1+1.\n", everywhere: true },
  { name: "a shell halts", input: "X = 1.\nX + 1.\nhalt(3).\n" },
  { name: "an expression without an end", input: "1+" },
  { name: "no input", everywhere: true },
  { name: "the old shell", input: 'io:format("hi~n").\n', args: ["-oldshell"] },
  {
    name: "lines",
    everywhere: true,
    input: "line one\nline two\n",
    args: evaluated(...Array<string>(3).fill('io:format("~p~n", [io:get_line("")])')),
  },
  {
    name: "characters",
    input: "abc",
    args: evaluated(...Array<string>(2).fill('io:format("~p~n", [io:get_chars("", 2)])')),
  },
  { name: "Unicode", input: "grüße\n", args: evaluated('io:format("~tp ~ts~n", [io:get_line(""), [8364]])') },
  { name: "large output", args: evaluated('io:format("~s", [lists:duplicate(300000, $x)])'), after: "| cksum" },
  {
    name: "a reader that goes",
    args: evaluated('[io:format("~p~n", [I]) || I <- lists:seq(1, 5000)]'),
    after: "2> /dev/null | head -2",
  },
  {
    name: "the rest of the input is left",
    input: "one\ntwo\n",
    args: ["-noinput", ...evaluated('io:format("x~n")')],
    after: "; cat",
  },
  { name: "no terminal", args: evaluated('io:format("~p~n", [{io:columns(), io:rows()}])') },
  { name: "display", args: ["-noshell", "-eval", 'erlang:display(a), io:format("b~n"), halt(7).'] },
  {
    name: "standard error",
    args: evaluated('io:format(standard_error, "e~n", [])', 'io:format("o~n")'),
    after: "2> /dev/null",
  },
];

function run(command: readonly string[], c: Case, env: Readonly<Record<string, string>>): Promise<string> {
  return new Promise((resolve) => {
    const line = `"$@" ${c.after ?? ""}`;
    const child = spawn("sh", ["-c", line, "sh", ...command, ...(c.args ?? [])], {
      env: { ...process.env, LC_ALL: "C.UTF-8", HOME: "/nonexistent", ERL_CRASH_DUMP_SECONDS: "0", ...env },
      stdio: [c.input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    });
    let text = "";
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (chunk: Buffer) => (text += chunk.toString()));
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(c.input);
    child.on("close", (status) => {
      const same = text.replace(/^(Erlang\/OTP \d+) .*/m, "$1").replace(/^(Eshell V)[\d.]+/m, "$1");
      resolve(`${same}status ${status}`);
    });
  });
}

for (const release of MAIN_RELEASES) {
  test(`OTP ${release}: pipes`, async () => {
    const cases = CASES.filter((c) => release === 27 || c.everywhere === true);
    const own = await outcomes(cases, [...gluonCommand(), "erl"], {
      GLUON_OTP: `${release}`,
      HOME: process.env["HOME"] ?? "/",
    });
    const expected = await outcomes(cases, [otp(release).erl], {});
    assert.deepEqual(own, expected);
  });
}

/** All cases, two at a time. */
async function outcomes(
  cases: readonly Case[],
  command: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const all: Record<string, string> = {};
  const todo = [...cases];
  const lane = async (): Promise<void> => {
    for (let c = todo.shift(); c !== undefined; c = todo.shift()) all[c.name] = await run(command, c, env);
  };
  await Promise.all([lane(), lane()]);
  return all;
}
