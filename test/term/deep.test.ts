/** Terms a million levels deep, and bytes that claim to be more than they are: no overflow, no long run. */
import assert from "node:assert";
import { test } from "node:test";
import { compare, compareExact } from "../../src/term/compare.ts";
import { equal, equalExact } from "../../src/term/equal.ts";
import { decodeTerm } from "../../src/term/etf_decode.ts";
import { encodeToBytes, PLAIN } from "../../src/term/etf_encode.ts";
import { hashTerm } from "../../src/term/hash.ts";
import { Cons, list, NIL } from "../../src/term/list.ts";
import { mapFromPairs } from "../../src/term/map_ops.ts";
import { makeHash, makeHash2 } from "../../src/term/phash.ts";
import { formatPretty } from "../../src/term/pretty.ts";
import { displayTerm, printTerm } from "../../src/term/print.ts";
import type { Term } from "../../src/term/term.ts";
import { tuple } from "../../src/term/tuple.ts";
import { decodeEnv, NODE } from "../support/etf.ts";

const DEPTH = 1_000_000;

const shapes: Readonly<Record<string, (inner: Term) => Term>> = {
  "lists in heads": (t) => list(t),
  "improper lists": (t) => new Cons(1, t),
  tuples: (t) => tuple(t, 1),
  "large tuples": (t) => tuple(1, t, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
  "values of maps": (t) => mapFromPairs([1], [t]),
};

for (const [name, wrap] of Object.entries(shapes)) {
  test(`deep ${name}`, () => {
    // The others take their time to make.
    const depth = name === "lists in heads" ? DEPTH : DEPTH / 10;
    const make = (leaf: Term) => {
      let t = leaf;
      for (let i = 0; i < depth; i++) t = wrap(t);
      return t;
    };
    const a = make(1);
    const b = make(1);
    const c = make(2);
    assert.ok(equalExact(a, b) && equal(a, b) && !equalExact(a, c));
    assert.equal(compare(a, b), 0);
    assert.ok(compareExact(a, c) < 0 && compare(c, a) > 0);
    assert.equal(hashTerm(a), hashTerm(b));
    assert.equal(makeHash2(a), makeHash2(b));
    assert.equal(makeHash(a), makeHash(b));
    const bytes = encodeToBytes(a, {
      node: NODE,
      creation: 0,
      ...PLAIN,
    }) as Uint8Array;
    const back = decodeTerm(bytes, decodeEnv());
    assert.ok(back !== undefined && equalExact(back.term, a));
    assert.ok(printTerm(a).length > depth);
    assert.ok(displayTerm(a).length > depth);
    assert.ok(formatPretty(a).length > depth);
  });
}

test("deep keys of maps", () => {
  const make = () => {
    let t: Term = NIL;
    for (let i = 0; i < 20_000; i++) t = mapFromPairs([t], [1]);
    return t;
  };
  const a = make();
  const b = make();
  assert.ok(equalExact(a, b));
  assert.equal(compare(a, b), 0);
  assert.equal(hashTerm(a), hashTerm(b));
});

test("hostile bytes", () => {
  const huge = [0xff, 0xff, 0xff, 0xff];
  const started = performance.now();
  for (const bytes of [
    [131, 108, ...huge, 97, 1],
    [131, 105, ...huge, 97, 1],
    [131, 116, ...huge, 97, 1],
    [131, 109, ...huge, 97, 1],
    [131, 77, ...huge, 8, 1],
    [131, 111, ...huge, 0, 1],
    [131, 111, 0, 0x7f, 0xff, 0xff, 0, 1],
    [131, 67, ...huge, 0, 119, 1, 97, 119, 1, 97],
    [131, 80, ...huge, 120, 156, 75, 76, 4, 0, 1, 37, 0, 195],
    [131, 112, 0, 0, 0, 0, 1, ...Array(16).fill(0), 0, 0, 0, 0, ...huge],
  ]) {
    assert.equal(decodeTerm(Uint8Array.from(bytes), decodeEnv()), undefined);
  }
  // Each level claims as many elements as bytes are left.
  const nested = new Uint8Array(500_001);
  nested[0] = 131;
  for (let i = 1; i + 5 <= nested.length; i += 5) {
    const left = nested.length - i - 5;
    nested.set([105, left >>> 24, left >>> 16, left >>> 8, left], i);
  }
  assert.equal(decodeTerm(nested, decodeEnv()), undefined);
  assert.ok(performance.now() - started < 1000);
  // A million empty list heads around one number.
  const empty = new Uint8Array(5_000_003);
  empty[0] = 131;
  for (let i = 1; i < 5_000_001; i += 5) empty[i] = 108;
  empty.set([97, 7], 5_000_001);
  assert.equal(decodeTerm(empty, decodeEnv())?.term, 7);
});
