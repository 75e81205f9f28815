import assert from "node:assert";
import { test } from "node:test";
import { fuzz } from "./etf_fuzz.ts";

test("100,000 mutated external terms", () => {
  assert.ok(fuzz(1, 100_000) > 10_000);
});
