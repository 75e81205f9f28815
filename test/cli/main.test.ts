import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { parseRun } from "../../cli/run.ts";
import { UsageError } from "../../cli/usage.ts";

const scratch = mkdtempSync(join(tmpdir(), "gluon-test-"));
after(() => rmSync(scratch, { recursive: true }));

interface Ended {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line from source, with nothing of this machine in its environment. */
function gluon(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const main = fileURLToPath(new URL("../../cli/main.ts", import.meta.url));
  return new Promise((resolve) => {
    const options = { env: { HOME: scratch, PATH: "", ...env } };
    execFile(process.execPath, ["--import", "tsx", main, ...args], options, (error, out, err) =>
      resolve({ status: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

/** What an Erlang's root folder looks like from outside. */
function layOutRoot(root: string, release: number, applications: readonly string[]): void {
  mkdirSync(join(root, "releases", `${release}`), { recursive: true });
  writeFileSync(join(root, "releases", "start_erl.data"), `1.2.3 ${release}\n`);
  writeFileSync(join(root, "releases", `${release}`, "OTP_VERSION"), `${release}.1.2\n`);
  for (const name of applications) mkdirSync(join(root, "lib", name, "ebin"), { recursive: true });
}

test("help and version", async () => {
  const [plain, help, version, run] = await Promise.all(
    [["--help"], ["help"], ["--version"], ["help", "run"]].map((args) => gluon(args)),
  );
  assert.equal(plain?.status, 0);
  assert.equal(plain?.out, help?.out);
  assert.match(help?.out ?? "", /^ {2}run .*\n {2}/m);
  assert.match(version?.out ?? "", /^gluon [0-9]+\.[0-9]+\.[0-9]+\n$/);
  assert.match(run?.out ?? "", /^Usage: gluon run/);
});

test("bad usage is status 2", async () => {
  const calls = [
    ["fly"],
    ["--fly"],
    ["run"],
    ["run", "--fly"],
    ["run", "m", "f", "[1,"],
    ["otp"],
    ["otp", "install", "26"],
  ];
  const ended = await Promise.all(calls.map((args) => gluon(args)));
  ended.forEach(({ status, err, out }, i) => {
    assert.equal(status, 2, JSON.stringify(calls[i]));
    assert.match(err, /^gluon: /);
    assert.equal(out, "");
  });
});

test("an OTP that is not there is a clear error", async () => {
  const { status, err } = await gluon(["run", "--otp", "27", "lists"]);
  assert.equal(status, 1);
  assert.match(err, /`gluon otp install 27`/);
  assert.doesNotMatch(err, /\n\s+at /);
});

test("an OTP is found in the cache, on PATH and in a folder", async () => {
  const cache = join(scratch, "cache");
  layOutRoot(join(cache, "gluon", "otp", "29", "usr", "lib", "erlang"), 29, ["stdlib-9.1"]);
  mkdirSync(join(cache, "gluon", "otp", "27.part-1"));
  const system = join(scratch, "system", "lib", "erlang");
  layOutRoot(system, 26, ["stdlib-6.10", "kernel-9.0", "stdlib-6.9", "stdlib-6.9.5"]);
  mkdirSync(join(scratch, "system", "bin"));
  writeFileSync(join(scratch, "system", "bin", "erl"), `#!/bin/sh\nROOTDIR="${system}"\n`);
  const env = { XDG_CACHE_HOME: cache, PATH: join(scratch, "system", "bin") };

  const { out } = await gluon(["otp", "list"], env);
  assert.equal(out.split("\n").length, 3);
  assert.match(out, /^\* 29 +29\.1\.2 +cache /m);
  assert.match(out, /^ {2}26 +26\.1\.2 +path /m);

  const named = parseRun(["--otp", system, "m"], {});
  assert.deepEqual(named.codePath, [
    ".",
    join(system, "lib", "kernel-9.0", "ebin"),
    join(system, "lib", "stdlib-6.10", "ebin"),
  ]);
  assert.equal(parseRun(["m"], { ...env, GLUON_OTP: "26" }).otp?.root, system);
  assert.equal(parseRun(["--otp=29", "m"], { ...env, GLUON_OTP: "26" }).otp?.release, 29);
});

test("arguments of run", () => {
  const env = { HOME: scratch, PATH: "" };
  const parsed = parseRun(["-pa", "a", "-pa", "b", "dir/m.beam", "f", "-1", "x"], env);
  assert.deepEqual(parsed.codePath, ["b", "a", "dir", "."]);
  assert.deepEqual(parsed.target, { file: "dir/m.beam" });
  assert.equal(parsed.functionName, "f");
  assert.equal(parsed.args.length, 2);
  assert.deepEqual(parseRun(["m"], env).target, { module: "m" });
  assert.equal(parseRun(["m"], env).functionName, "main");
  assert.throws(() => parseRun(["-pa"], env), UsageError);
});
