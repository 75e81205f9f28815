/** What stands in for node's assert where there is none says the same of what it is asked. */
import node from "node:assert/strict";
import { test } from "node:test";
import own from "./assert.ts";

const VALUES: readonly unknown[] = [
  0,
  -0,
  1n,
  Number.NaN,
  "a",
  null,
  undefined,
  [],
  [1],
  [1, [2]],
  [undefined],
  {},
  { a: 1 },
  { a: undefined },
  new Map(),
  new Map([[[1], 2]]),
  new Map([[[2], 1]]),
  new Uint8Array([1]),
  new Uint8Array([2]),
  new (class extends Array {})(),
  new (class Pair {
    a = 1;
  })(),
];

const outcome = (run: () => void): string => {
  try {
    run();
    return "passed";
  } catch {
    return "failed";
  }
};

test("equal and deepEqual", () => {
  for (const a of VALUES)
    for (const b of [...VALUES, structuredClone(a)])
      for (const check of ["equal", "deepEqual"] as const)
        node.equal(
          outcome(() => own[check](a, b)),
          outcome(() => node[check](a, b)),
          `${check}(${String(a)}, ${String(b)})`,
        );
});

test("throws, rejects, match, ok", async () => {
  const fails = () => {
    throw new RangeError("too far");
  };
  for (const expected of [RangeError, Error, TypeError, /too far/, /near/, undefined]) {
    const wanted = outcome(() => (expected === undefined ? node.throws(fails) : node.throws(fails, expected)));
    node.equal(
      outcome(() => own.throws(fails, expected)),
      wanted,
    );
    const rejected = await own.rejects(Promise.reject(new RangeError("too far")), expected).then(
      () => "passed",
      () => "failed",
    );
    node.equal(rejected, wanted);
  }
  node.throws(() => own.throws(() => {}));
  await node.rejects(own.rejects(Promise.resolve(1)));
  node.throws(() => own.match("a", /b/));
  own.match("a", /a/);
  node.throws(() => own.ok(0));
  node.throws(() => own.fail("so"), /so/);
});
