/** Inflate with its limits. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync, gzipSync } from "node:zlib";
import { gunzip, inflate } from "../../src/util/inflate.ts";

const TEXT = new TextEncoder().encode("the quick brown fox ".repeat(5000));

test("zlib and gzip data", () => {
  assert.deepEqual(inflate(deflateSync(TEXT), TEXT.length), TEXT);
  assert.deepEqual(gunzip(gzipSync(TEXT), 1 << 24), TEXT);
  assert.deepEqual(inflate(deflateSync(new Uint8Array(0)), 0), new Uint8Array(0));
  const large = new Uint8Array(5_000_000);
  assert.equal(inflate(deflateSync(large), large.length)!.length, large.length);
});

test("more than the limit, corrupt and cut off data", () => {
  const packed = new Uint8Array(deflateSync(TEXT));
  assert.equal(inflate(packed, TEXT.length - 1), undefined);
  assert.equal(inflate(new Uint8Array(deflateSync(new Uint8Array(50_000_000))), 1000), undefined);
  for (let n = 0; n < packed.length; n += 7) assert.equal(inflate(packed.subarray(0, n), TEXT.length), undefined);
  packed[packed.length >> 1]! ^= 255;
  assert.equal(inflate(packed, TEXT.length), undefined);
  assert.equal(gunzip(packed, TEXT.length), undefined);
});
