/**
 * The real compiler as a workload: OTP's own compiler, run by Gluon over some of OTP's modules, makes the same bytes
 * as on real erl of the same release. To look closer: npx tsx test/compiler_workload/run.ts MODULE.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { RELEASES } from "./programs/support/harness.ts";
import { MODULES, workloadOnErl, workloadOnGluon } from "./compiler_workload/workload.ts";

for (const release of RELEASES) {
  test(`OTP ${release}'s compiler on Gluon`, async (t) => {
    const expected = await workloadOnErl(release);
    const { results, stderr } = await workloadOnGluon(release);
    for (const m of MODULES) {
      await t.test(m, () => assert.equal(results.get(m)?.result, expected.get(m)?.result, stderr));
    }
  });
}
