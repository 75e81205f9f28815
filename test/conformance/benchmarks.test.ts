/** The benchmarks of OTP's suites: what is named is there, and figures are read as they were written. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { APPLICATIONS } from "../../conformance/applications.ts";
import { measured, nameOf, SUITE_BENCHMARKS } from "../../conformance/benchmarks.ts";

test("each is of an application that is run, under a name of its own", () => {
  for (const { application } of SUITE_BENCHMARKS) assert.ok(APPLICATIONS.some((a) => a.name === application));
  const names = SUITE_BENCHMARKS.map(nameOf);
  assert.deepEqual([...new Set(names)], names);
  assert.ok(names.includes("estone"));
  assert.ok(names.includes("stdlib_bench/io"));
});

test("figures of a name are kept apart, failures named", () => {
  const { values, failures } = measured(
    "value\tlists\t12\nvalue\tlists\t1.5e3\nfailed\tets\tbadarg\nfinished\tok\n",
    "status 0",
  );
  assert.deepEqual([...values], [["lists", [12, 1500]]]);
  assert.deepEqual(failures, ["ets: badarg"]);
});

test("a VM that ends early", () => {
  assert.deepEqual(measured("value\tlists\t1\n", "SIGKILL").failures, ["ended early: SIGKILL"]);
});
