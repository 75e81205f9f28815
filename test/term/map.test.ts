import assert from "node:assert";
import { test } from "node:test";
import { atom } from "../../src/term/atom.ts";
import { compareKeys } from "../../src/term/compare.ts";
import { Float } from "../../src/term/float.ts";
import { listFromString } from "../../src/term/list.ts";
import { type ErlMap, MAP_SMALL_LIMIT } from "../../src/term/map.ts";
import { FlatMap } from "../../src/term/map_flat.ts";
import { HashMap, keyHash, type Node } from "../../src/term/map_hash.ts";
import {
  EMPTY_MAP,
  mapForEach,
  mapFromPairs,
  mapGet,
  mapMerge,
  mapPairsFrom,
  mapPut,
  mapRemove,
  mapUpdateExisting,
} from "../../src/term/map_ops.ts";
import type { Term } from "../../src/term/term.ts";
import { tuple2, tupleFromArray } from "../../src/term/tuple.ts";

/** A small deterministic generator (mulberry32). */
function rng(seed: number): (n: number) => number {
  return (n) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
}

/** A fresh term for key number `i`: equal numbers give equal terms that are not the same object. */
function key(i: number): Term {
  switch (i % 6) {
    case 0:
      return i;
    case 1:
      return atom(`k${i}`);
    case 2:
      return tuple2(atom("k"), i);
    case 3:
      return new Float(i - 3);
    case 4:
      return listFromString(`key ${i}`);
    default:
      return 2n ** 70n + BigInt(i);
  }
}

/** Checks the invariants of a map's representation. */
function check(m: ErlMap): void {
  if (m instanceof FlatMap) {
    assert.ok(m.size <= MAP_SMALL_LIMIT);
    assert.strictEqual(m.more.length, Math.max(0, m.size - 4));
    for (let i = 1; i < m.size; i++) assert.ok(compareKeys(m.keys[i - 1]!, m.keys[i]!) < 0);
    return;
  }
  assert.ok(m instanceof HashMap && m.size > MAP_SMALL_LIMIT);
  assert.strictEqual(checkNode(m.root, 0), m.size);
}

function bits(x: number): number {
  let n = 0;
  for (; x !== 0; x &= x - 1) n++;
  return n;
}

function checkNode(node: Node, shift: number): number {
  let n = 0;
  if (shift < 35) {
    assert.strictEqual(node[0] & node[1], 0);
    assert.strictEqual(node.length, 2 + 2 * bits(node[0]) + bits(node[1]));
    for (let i = node.length - bits(node[1]); i < node.length; i++) {
      const below = checkNode(node[i], shift + 5);
      assert.ok(below >= 2);
      n += below;
    }
    return n + bits(node[0]);
  }
  return (node.length - 2) / 2;
}

test("random puts, updates and removals agree with a model, at every size", () => {
  for (const keys of [8, 40, 3000]) {
    const next = rng(keys);
    const model = new Map<number, number>();
    let m: ErlMap = EMPTY_MAP;
    for (let step = 0; step < 6000; step++) {
      const i = next(keys);
      const before = m;
      const grow = Math.floor(step / 1500) % 2 === 0;
      switch (next(grow ? 3 : 5)) {
        case 0:
        case 1:
          m = mapPut(m, key(i), step);
          model.set(i, step);
          break;
        case 2: {
          const u = mapUpdateExisting(m, key(i), -step);
          assert.strictEqual(u !== undefined, model.has(i));
          if (u !== undefined) {
            m = u;
            model.set(i, -step);
          }
          break;
        }
        default:
          m = mapRemove(m, key(i));
          if (!model.has(i)) assert.strictEqual(m, before);
          model.delete(i);
      }
      assert.strictEqual(m.size, model.size);
      assert.strictEqual(mapGet(m, key(i)), model.get(i));
      if (step % 100 === 0) {
        check(m);
        for (let k = 0; k < keys; k++) assert.strictEqual(mapGet(m, key(k)), model.get(k));
        const built = mapFromPairs([...model.keys()].map(key), [...model.values()]);
        check(built);
        // Equal sets of keys iterate in the same order, however they came about.
        assert.strictEqual(built.keyArray().length, m.keyArray().length);
        for (const [at, k] of built.keyArray().entries()) assert.strictEqual(compareKeys(k, m.keyArray()[at]!), 0);
      }
    }
  }
});

test("an update shares the keys, an equal value the whole map", () => {
  const m = mapFromPairs(
    [1, 2, 3, 4, 5, 6].map((i) => atom(`a${i}`)),
    [1, 2, 3, 4, 5, 6],
  ) as FlatMap;
  const u = mapPut(m, atom("a2"), 9) as FlatMap;
  assert.strictEqual(u.keys, m.keys);
  assert.strictEqual(u.more, m.more);
  assert.strictEqual(mapPut(m, atom("a6"), 6), m);
  assert.strictEqual(mapGet(m, atom("a2")), 2);
});

test("integers and floats are different keys, integers first", () => {
  const m = mapFromPairs([new Float(1), 2, 1, new Float(-5)], [atom("a"), atom("b"), atom("c"), atom("d")]);
  assert.strictEqual(mapGet(m, 1), atom("c"));
  assert.strictEqual(mapGet(m, new Float(1)), atom("a"));
  assert.deepStrictEqual(m.valueArray(), [atom("c"), atom("b"), atom("d"), atom("a")]);
});

/** Tuples of zeros of either sign: different keys with the same hash. */
function zeros(i: number): Term {
  const parts: Term[] = [];
  for (let b = 0; b < 8; b++) parts.push(new Float((i >> b) & 1 ? -0 : 0));
  return tupleFromArray(parts);
}

test("keys whose hashes collide", () => {
  assert.strictEqual(keyHash(zeros(1)), keyHash(zeros(77)));
  const n = 256;
  const built = mapFromPairs(
    Array.from({ length: 2 * n }, (_, i) => zeros(i % n)),
    Array.from({ length: 2 * n }, (_, i) => i),
  );
  let m: ErlMap = EMPTY_MAP;
  for (let i = 0; i < n; i++) m = mapPut(mapPut(m, zeros(i), i), i, i);
  assert.strictEqual(built.size, n);
  assert.strictEqual(m.size, 2 * n);
  check(m);
  check(built);
  for (let i = 0; i < n; i++) {
    assert.strictEqual(mapGet(m, zeros(i)), i);
    assert.strictEqual(mapGet(built, zeros(i)), n + i);
  }
  const out: Term[] = [];
  let path = 0;
  do path = mapPairsFrom(m, path, 10, out);
  while (path !== 0);
  assert.strictEqual(out.length, 4 * n);
  for (let i = 0; i < n; i++) {
    m = mapRemove(m, zeros(i));
    assert.strictEqual(mapGet(m, zeros(i)), undefined);
    if (i % 16 === 0) check(m);
  }
  assert.strictEqual(m.size, n);
  check(m);
});

test("iteration in batches visits every pair once, in order", () => {
  for (const n of [0, 1, 32, 33, 500, 5000]) {
    const ks = Array.from({ length: n }, (_, i) => key(i));
    const m = mapFromPairs(
      ks,
      ks.map((_, i) => i),
    );
    const all: Term[] = [];
    mapForEach(m, (k, v) => all.push(k, v));
    assert.strictEqual(all.length, 2 * n);
    for (const limit of [1, 7, 100]) {
      const out: Term[] = [];
      let path = 0;
      do {
        path = mapPairsFrom(m, path, limit, out);
        assert.ok(Number.isSafeInteger(path));
      } while (path !== 0);
      assert.strictEqual(out.length, all.length);
      for (const [i, t] of out.entries()) assert.strictEqual(t, all[i]);
    }
  }
});

test("merge: the second map's values win, whatever the sizes", () => {
  const sizes = [0, 1, 20, 32, 40, 1000];
  for (const n of sizes) {
    for (const k of sizes) {
      const a = mapFromPairs(
        Array.from({ length: n }, (_, i) => key(2 * i)),
        Array.from({ length: n }, () => 1),
      );
      const b = mapFromPairs(
        Array.from({ length: k }, (_, i) => key(3 * i)),
        Array.from({ length: k }, () => 2),
      );
      const m = mapMerge(a, b);
      check(m);
      for (let i = 0; i < 3 * 1000; i++) {
        const inA = i % 2 === 0 && i / 2 < n;
        const inB = i % 3 === 0 && i / 3 < k;
        assert.strictEqual(mapGet(m, key(i)), inB ? 2 : inA ? 1 : undefined);
      }
    }
  }
});
