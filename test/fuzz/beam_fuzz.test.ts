/** A few mutated .beam files, and those that went wrong once. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { caseSeeds, checkOnly, compileAll, fuzz, keptSeeds, runSome, samples } from "./beam_fuzz.ts";
import { runCounts } from "./beam_run.ts";

const all = samples();

test("mutated files are refused or pass", () => {
  const outcome = fuzz(all, caseSeeds(7, 400), checkOnly);
  assert.deepEqual(outcome.failed, []);
  assert.ok(outcome.refused > 100 && outcome.passed > 20, JSON.stringify(outcome));
});

test("mutated files are refused or run", () => {
  const outcome = fuzz(all, caseSeeds(8, 300), runSome);
  assert.deepEqual(outcome.failed, []);
  assert.ok(outcome.passed > 100 && runCounts.value > 100 && runCounts.exception > 100, JSON.stringify(runCounts));
});

test("files that went wrong once", () => {
  assert.deepEqual(fuzz(all, keptSeeds(), compileAll).failed, []);
  assert.deepEqual(fuzz(all, keptSeeds(), runSome).failed, []);
});
