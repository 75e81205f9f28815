/**
 * Every BIF, both sides: seeded calls with right and wrong arguments give the same values and exceptions on real erl and
 * on Gluon. To look closer: npx tsx test/bifs_diff/run.ts --seed S MODULE:NAME. Without arguments that makes 100,000 calls.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { bifsOf, compareBifs, type Difference, missing, rows, savedSeeds } from "./bifs_diff/diff.ts";
import { RELEASES } from "./programs/support/harness.ts";

const SEED = Number(process.env.GLUON_TEST_SEED ?? 1);

/** A difference in a few lines, however large its terms are. */
function shown({ erl, gluon }: Difference): string {
  const cut = (text: string) => (text.length > 300 ? `${text.slice(0, 150)} ... ${text.slice(-150)}` : text);
  return `erl ${cut(erl)}, Gluon ${cut(gluon)}`;
}

test("bifs.txt names every BIF of every release", async () => {
  const named = new Set(rows().map((r) => r.mfa));
  const real = new Set<string>();
  for (const release of RELEASES) for (const mfa of await bifsOf(release)) real.add(mfa);
  assert.deepEqual(
    [...real].filter((m) => !named.has(m)),
    [],
    "missing in bifs.txt",
  );
  assert.deepEqual(
    [...named].filter((m) => !real.has(m)),
    [],
    "no BIF of any release",
  );
});

test("no BIF is missing", () => {
  assert.deepEqual(missing(), []);
});

for (const release of RELEASES) {
  const calls = release === 27 ? 100_000 : 10_000;
  test(`${calls} calls agree, OTP ${release}, seed ${SEED}`, async () => {
    const report = await compareBifs(release, SEED, calls, { shown: 10 });
    assert.deepEqual(report.differences.map(shown), []);
    assert.equal(report.differentChunks, 0);
  });
}

for (const { seed, calls, release } of savedSeeds()) {
  test(`once failed: seed ${seed}, OTP ${release}`, async () => {
    assert.deepEqual((await compareBifs(release, seed, calls)).differences.map(shown), []);
  });
}
