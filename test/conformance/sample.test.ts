/**
 * Some of OTP's own test suites on real `erl` and on Gluon, compared with what is expected: no case that passed before fails.
 * `npm run otp-suites -- --check` runs them all.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { compare, expected, pairsOf, unexpected } from "../../conformance/expected.ts";
import { testsSource } from "../../conformance/prepare.ts";
import { runAll } from "../../conformance/runner.ts";
import { select } from "../../conformance/selection.ts";
import { SIDES } from "../../conformance/sides.ts";

const SAMPLE = [
  "stdlib/queue_SUITE",
  "stdlib/dict_SUITE",
  "stdlib/proplists_SUITE",
  "stdlib/sofs_SUITE",
  "stdlib/calendar_SUITE",
  "stdlib/filename_SUITE",
  "stdlib/digraph_SUITE",
  "stdlib/erl_anno_SUITE",
  "stdlib/erl_expand_records_SUITE",
  "stdlib/ms_transform_SUITE",
];

/** At least so many cases pass on `erl`: a sample that does not run proves nothing. */
const AT_LEAST = 150;

test("a sample of OTP 27's own suites ends as expected", async (t) => {
  // What runs is the built command line, which must not be older than the sources: `npm test` has just built it.
  if (process.env["GLUON_BIN"] === undefined)
    execFileSync(process.execPath, [fileURLToPath(new URL("../../scripts/build.mjs", import.meta.url))]);
  const suites = select(SAMPLE, await testsSource(27));
  const options = {
    release: 27,
    jobs: 2,
    caseTimeout_ms: 60_000,
    again: false,
    anyBuild: false,
    sides: SIDES,
  } as const;
  const all = await runAll(suites, { ...options, log: (line) => t.diagnostic(line) }, () => {});
  const compared = compare(pairsOf(all));
  t.diagnostic(`${compared.passing.size} cases pass on both`);
  assert.ok(compared.passing.size + compared.failing.size >= AT_LEAST);
  assert.deepEqual(unexpected(compared, expected(27)), { failures: [], passes: [] });
});
