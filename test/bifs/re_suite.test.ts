/**
 * re: the program of OTP's own tests that compares results with those in PCRE's test data, run by Gluon.
 */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { gluonCommand } from "../support/gluon.ts";
import { compileModule, otp, otpReTests, RELEASES } from "../support/otp.ts";

/** Failures that are known, by release and file: all eight ways to run line 19470, see KNOWN in re_data.test.ts. */
const KNOWN: Readonly<Record<string, string>> = { "29/testoutput2": "8" };

for (const release of RELEASES) {
  test(`OTP ${release}: run_pcre_tests finds no failure but known ones`, async (t) => {
    const folder = await otpReTests(release);
    const source = readFileSync(join(folder, "run_pcre_tests.erl"), "latin1")
      // Its own loop over the files also sets the emulator's limits, which Gluon has no use for.
      .replace("-export([", "-export([t/1,all/1,")
      .concat("\nall(Files) -> [t(F) || F <- Files].\n")
      // There is no file server without a started kernel.
      .replaceAll("file:read_file(", "prim_file:read_file(")
      // Gluon's exported patterns hold the text alone, no code whose version could be changed.
      .replace("bump_exported_version(Exported)", "Exported");
    const names = /Testfiles0 = \[([^\]]*)\]/.exec(source)?.[1]?.match(/\w+/g) ?? [];
    assert.ok(names.length >= 6, "the program names its files");
    const code = await compileModule(release, "run_pcre_tests", source);
    try {
      const files = JSON.stringify(names.map((name) => join(folder, "re_SUITE_data", name)));
      const [command, ...args] = gluonCommand();
      const call = ["run", "--otp", otp(release).root, "-pa", code, "run_pcre_tests", "all", files];
      const { stdout } = await promisify(execFile)(command, [...args, ...call], { maxBuffer: 1 << 28 });
      const results = [...stdout.matchAll(/\{(\d+),(\d+),(?:\d+|undefined)\}/g)].slice(-names.length);
      assert.equal(results.length, names.length, stdout.slice(-2000));
      for (const [i, [, failures]] of results.entries()) {
        assert.equal(failures, KNOWN[`${release}/${names[i]}`] ?? "0", `${names[i]}:\n${stdout.slice(0, 2000)}`);
      }
      t.diagnostic(`${results.reduce((sum, [, , runs]) => sum + Number(runs), 0)} runs`);
    } finally {
      rmSync(code, { recursive: true });
    }
  });
}
