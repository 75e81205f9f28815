/**
 * The real compiler as a workload: OTP's own compiler, run by Gluon over some of OTP's modules, makes the same bytes
 * as on real erl of the same release. OTP 25 and 29 take a few modules here, to be done in time; all of them:
 * npx tsx test/compiler_workload/run.ts --otp all [MODULE...]
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { RELEASES } from "./programs/support/harness.ts";
import { MODULES, workloadOnErl, workloadOnGluon } from "./compiler_workload/workload.ts";

/** Of every style some; together they take most passes of the compiler. */
const FEW: readonly string[] = ["lists", "maps", "string", "gen_server", "rand", "ets", "beam_asm", "erl_scan"];

for (const release of RELEASES) {
  const modules = release === 27 ? MODULES : FEW;
  test(`OTP ${release}'s compiler on Gluon`, async (t) => {
    const expected = await workloadOnErl(release, modules);
    const { results, stderr } = await workloadOnGluon(release, modules);
    for (const m of modules) {
      await t.test(m, () => assert.equal(results.get(m)?.result, expected.get(m)?.result, stderr));
    }
  });
}
