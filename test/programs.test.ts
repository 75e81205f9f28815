/**
 * Programs on both: each test/programs/*.erl prints the same on real erl and on Gluon, as compiled by OTP 25, 27 and 29.
 * For one of them: npx tsx test/programs/run.ts NAME.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  diff,
  type Outcome,
  type Program,
  programs,
  programsFor,
  RELEASES,
  rejected,
  runOnErl,
  runOnGluon,
} from "./programs/support/harness.ts";
import type { OtpRelease } from "./support/otp.ts";

const list = programs();
const onErl = new Map<OtpRelease, Map<string, Outcome>>();

test("programs on erl: all releases print the same", async (t) => {
  for (const release of RELEASES) onErl.set(release, await runOnErl(release, list));
  const outcomes = (p: Program) => new Map(RELEASES.map((r) => [r, onErl.get(r)?.get(p.name) as Outcome]));
  // erl's own schedulers are threads of a machine that may be busy: luck does not strike twice.
  const odd = list.filter((p) => rejected(p, outcomes(p)) !== undefined);
  for (const release of odd.length > 0 ? RELEASES : [])
    for (const [name, outcome] of await runOnErl(release, odd, true)) onErl.get(release)?.set(name, outcome);
  for (const p of list) {
    const why = rejected(p, outcomes(p));
    if (why !== undefined) await t.test(p.name, () => assert.fail(why));
  }
});

for (const release of RELEASES) {
  test(`programs on Gluon, compiled by OTP ${release}`, async (t) => {
    const actual = await runOnGluon(release, list);
    for (const p of programsFor(release, list)) {
      await t.test(p.name, () => {
        const e = onErl.get(release)?.get(p.name) as Outcome;
        const a = actual.get(p.name) ?? { status: "not compiled", output: "", ms: 0 };
        if (a.status !== "ok") assert.fail(`${a.status}\n${a.output}`);
        if (a.output !== e.output) assert.fail(`erl -, Gluon +\n${diff(e.output, a.output)}`);
      });
    }
  });
}
