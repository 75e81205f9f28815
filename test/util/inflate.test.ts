/** Inflate with its limits. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { constants, deflateSync, gzipSync, inflateSync } from "node:zlib";
import { gunzip, inflate, inflatePart } from "../../src/util/inflate.ts";

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

/** Numbers that look like nothing, the same each time. */
function* noise(seed: number): Generator<number, never> {
  for (;;) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    yield seed >>> 8;
  }
}

/** Bytes of which some come again: the rarer, the larger `spread`. */
function sample(seed: number, length: number, spread: number): Uint8Array {
  const next = noise(seed);
  return Uint8Array.from({ length }, () => (next.next().value % spread) * (next.next().value % spread));
}

test("what zlib makes of all kinds of data, at all levels", () => {
  const { Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE, Z_DEFAULT_STRATEGY } = constants;
  for (const spread of [1, 2, 5, 16, 256])
    for (const length of [1, 100, 70_000, 300_000])
      for (const level of [0, 1, 6, 9])
        for (const strategy of [Z_DEFAULT_STRATEGY, Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE]) {
          const plain = sample(length + spread, length, spread);
          const packed = new Uint8Array([...deflateSync(plain, { level, strategy }), 1, 2, 3]);
          const got = inflatePart(packed, plain.length);
          assert.ok(got !== undefined && Buffer.compare(got.bytes, plain) === 0);
          assert.equal(got.used, packed.length - 3);
        }
});

test("damaged data: as zlib says", () => {
  const plain = sample(3, 2000, 6);
  for (const strategy of [constants.Z_DEFAULT_STRATEGY, constants.Z_FIXED]) {
    const packed = new Uint8Array(deflateSync(plain, { strategy }));
    for (let i = 0; i < packed.length * 8; i += 3) {
      const bad = packed.slice();
      bad[i >> 3]! ^= 1 << (i & 7);
      let expected: Uint8Array | undefined;
      try {
        expected = new Uint8Array(inflateSync(bad, { maxOutputLength: 5000 }));
      } catch {}
      assert.deepEqual(inflate(bad, 5000), expected);
    }
  }
});
