/** MD5 against node's own. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { Md5, md5 } from "../../src/util/md5.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

test("all lengths around a block, whole and in parts", () => {
  for (let n = 0; n < 200; n++) {
    const bytes = Uint8Array.from({ length: n }, (_, k) => (k * 7 + n) & 255);
    const expected = createHash("md5").update(bytes).digest("hex");
    assert.equal(hex(md5(bytes)), expected);
    const half = n >> 1;
    const parts = new Md5().update(bytes.subarray(0, half));
    parts.digest();
    assert.equal(hex(parts.update(bytes.subarray(half)).digest()), expected, "digest leaves the state as it was");
  }
});
