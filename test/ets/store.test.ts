import assert from "node:assert";
import { test } from "node:test";
import { BagStore } from "../../src/ets/bag_store.ts";
import { OrderedStore } from "../../src/ets/ordered_store.ts";
import { SetStore } from "../../src/ets/set_store.ts";
import { NO_KEY, type Store, Visit, type Visitor } from "../../src/ets/store.ts";
import { atom } from "../../src/term/atom.ts";
import { compare } from "../../src/term/compare.ts";
import { equalExact } from "../../src/term/equal.ts";
import { Float } from "../../src/term/float.ts";
import { listToArray } from "../../src/term/list.ts";
import type { Term } from "../../src/term/term.ts";
import { type Tuple, Tuple2, tuple2 } from "../../src/term/tuple.ts";

function rng(seed: number): (n: number) => number {
  return (n) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
}

/** A fresh term for key number `i`. Numbers 5 and 11 and so on give floats equal to the integers of numbers 0 and 6. */
function key(i: number): Term {
  switch (i % 6) {
    case 1:
      return atom(`k${i}`);
    case 2:
      return tuple2(atom("k"), i);
    case 3:
      return 2n ** 70n + BigInt(i);
    case 5:
      return new Float(i - 5);
    default:
      return i;
  }
}

/** The plainest table: a list of objects, oldest first. */
class Model {
  objects: Tuple2[] = [];
  private readonly same: (a: Term, b: Term) => boolean;
  private readonly kind: string;
  constructor(kind: string) {
    this.kind = kind;
    this.same = kind === "ordered_set" ? (a, b) => compare(a, b) === 0 : equalExact;
  }
  lookup(k: Term): Tuple2[] {
    return this.objects.filter((o) => this.same(o.e0, k));
  }
  put(o: Tuple2): void {
    if (this.kind === "bag" && this.objects.some((p) => equalExact(p, o))) return;
    if (this.kind.endsWith("set")) this.erase(o.e0);
    this.objects.push(o);
  }
  erase(k: Term): void {
    this.objects = this.objects.filter((o) => !this.same(o.e0, k));
  }
  eraseObject(o: Tuple2): void {
    this.objects = this.objects.filter((p) => !(this.same(p.e0, o.e0) && equalExact(p, o)));
  }
}

function make(kind: string): Store {
  if (kind === "set") return new SetStore(0);
  if (kind === "ordered_set") return new OrderedStore(0);
  return new BagStore(0, kind === "duplicate_bag");
}

/** Keys by first and next, or last and prev. */
function walk(s: Store, back = false): Term[] {
  const keys: Term[] = [];
  for (let k = back ? s.last() : s.first(); k !== undefined; ) {
    keys.push(k);
    const n = back ? s.prev(k) : s.next(k);
    assert.notStrictEqual(n, NO_KEY);
    k = n as Term | undefined;
  }
  return keys;
}

class Collect implements Visitor {
  replacement: Tuple | undefined = undefined;
  full = false;
  seen: Tuple[] = [];
  what: (o: Tuple2) => Visit;
  constructor(what: (o: Tuple2) => Visit = () => Visit.Continue) {
    this.what = what;
  }
  visit(o: Tuple): Visit {
    this.seen.push(o);
    const v = this.what(o as Tuple2);
    if (v === Visit.Replace) this.replacement = new Tuple2((o as Tuple2).e0, atom("replaced"));
    return v;
  }
}

function sameObjects(a: readonly Tuple[], b: readonly Tuple[]): void {
  const left = [...b];
  assert.strictEqual(a.length, b.length);
  for (const o of a) {
    const i = left.indexOf(o);
    assert.ok(i >= 0);
    left.splice(i, 1);
  }
}

for (const kind of ["set", "ordered_set", "bag", "duplicate_bag"]) {
  test(`random operations on a ${kind} agree with a list`, () => {
    for (const [seed, keys] of [
      [1, 10],
      [2, 150],
      [3, 800],
    ] as const) {
      const next = rng(seed);
      const s = make(kind);
      const m = new Model(kind);
      let fixed = 0;
      for (let step = 0; step < 4000; step++) {
        const shrinking = step % 1600 > 1000;
        const k = key(next(keys));
        switch (next(shrinking ? 12 : 8)) {
          case 0:
            if (fixed > 0 || next(20) > 0) break;
            s.fix();
            fixed = 1;
            break;
          case 1:
            if (next(10) > 0) break;
            if (fixed > 0) s.unfix();
            fixed = 0;
            break;
          case 2:
          case 3:
          case 4:
          case 5: {
            const o = new Tuple2(k, next(4));
            s.put(o);
            m.put(o);
            break;
          }
          case 6: {
            const o = new Tuple2(k, next(4));
            s.eraseObject(o);
            m.eraseObject(o);
            break;
          }
          default:
            s.erase(k);
            m.erase(k);
        }
        assert.strictEqual(s.size, m.objects.length);
        const found = listToArray(s.lookup(k)) as Tuple[];
        const expected = m.lookup(k);
        assert.strictEqual(found.length, expected.length);
        for (const [i, o] of found.entries()) assert.ok(equalExact(o, expected[i]!));
        assert.strictEqual(s.member(k), expected.length > 0);
        if (step % 97 === 0) {
          const all = new Collect();
          s.scanAll(all);
          assert.strictEqual(all.seen.length, s.size);
          const walked = walk(s);
          const objects = walked.flatMap((w) => listToArray(s.lookup(w)) as Tuple[]);
          sameObjects(objects, all.seen);
          if (kind === "ordered_set") {
            for (let i = 1; i < walked.length; i++) assert.ok(compare(walked[i - 1]!, walked[i]!) < 0);
            assert.deepStrictEqual(walk(s, true), walked.reverse());
          }
        }
      }
    }
  });

  test(`scans of a ${kind} that delete and replace`, () => {
    const s = make(kind);
    const m = new Model(kind);
    for (let i = 0; i < 1000; i++) {
      const o = new Tuple2(i % 600, i);
      s.put(o);
      m.put(o);
    }
    const replaced = (o: Tuple2) => (o.e1 as number) % 5 === 0;
    const deleted = (o: Tuple2) => (o.e1 as number) % 3 === 0;
    s.scanAll(new Collect((o) => (deleted(o) ? Visit.Delete : replaced(o) ? Visit.Replace : Visit.Continue)));
    const expected = m.objects.filter((o) => !deleted(o));
    assert.strictEqual(s.size, expected.length);
    for (const o of expected) {
      const found = listToArray(s.lookup(o.e0)) as Tuple2[];
      assert.ok(found.some((f) => (replaced(o) ? f.e1 === atom("replaced") : f === o)));
    }
    s.clear();
    assert.strictEqual(s.size, 0);
    assert.strictEqual(s.first(), undefined);
  });
}

test("a fixed set is traversed whole although keys are deleted, and ends although keys are inserted", () => {
  const s = new SetStore(0);
  for (let i = 0; i < 100; i++) s.put(tuple2(i, i));
  s.fix();
  let seen = 0;
  for (let k = s.first(); k !== undefined; ) {
    seen++;
    s.erase(k);
    s.put(tuple2(tuple2(atom("new"), k), k));
    const n = s.next(k);
    assert.notStrictEqual(n, NO_KEY);
    k = n as Term | undefined;
  }
  assert.strictEqual(seen, 100);
  s.unfix();
  assert.strictEqual(s.next(5), NO_KEY);
  assert.strictEqual(s.size, 100);
});

test("the ordered set of rising and of falling keys, emptied from either end", () => {
  for (const rising of [true, false]) {
    for (const fromFirst of [true, false]) {
      const s = new OrderedStore(0);
      for (let i = 0; i < 5000; i++) s.put(tuple2(rising ? i : -i, i));
      for (let n = 5000; n > 0; n--) {
        assert.strictEqual(s.size, n);
        s.erase((fromFirst ? s.first() : s.last())!);
      }
      assert.strictEqual(s.first(), undefined);
      assert.strictEqual(s.last(), undefined);
    }
  }
});
