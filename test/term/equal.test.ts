/** Equality: what it finds, for each class of tuples and maps, and what two terms share when they have been found to be the same. */
import assert from "node:assert";
import { test } from "node:test";
import { atom } from "../../src/term/atom.ts";
import { fromUtf8String } from "../../src/term/bits.ts";
import { equal, equalExact, equalExact25 } from "../../src/term/equal.ts";
import { Float } from "../../src/term/float.ts";
import { Ref } from "../../src/term/identifier.ts";
import { Cons, list, NIL } from "../../src/term/list.ts";
import { ErlMap } from "../../src/term/map.ts";
import { FlatMap, NO_MORE } from "../../src/term/map_flat.ts";
import { mapFromPairs } from "../../src/term/map_ops.ts";
import type { Term } from "../../src/term/term.ts";
import { elementAt, Tuple, tuple, tupleFromArray } from "../../src/term/tuple.ts";

const numbers = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
/** Containers of `n` parts, made anew each time. */
const CONTAINERS: Readonly<Record<string, (parts: Term[]) => Term>> = {
  tuple: (parts) => tupleFromArray([...parts]),
  list: (parts) => list(...parts),
  map: (parts) => mapFromPairs(numbers(parts.length), parts),
};
const SIZES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 40];
/** Two floats of one value are two objects. */
const inner = (x: number): Term => tuple(atom("x"), new Float(x), list(x));

function parts(t: Term): Term[] {
  if (t instanceof Tuple) return SIZES.flatMap((_, i) => elementAt(t, i) ?? []);
  if (t instanceof ErlMap) return [...t.valueArray()];
  const all: Term[] = [];
  for (let l: Term = t; l instanceof Cons && l !== NIL; l = l.tail) all.push(l.head);
  return all;
}

for (const [name, make] of Object.entries(CONTAINERS)) {
  test(`${name}: each part counts`, () => {
    for (const n of SIZES) {
      const all = (at: number) => make(numbers(n).map((i) => inner(i === at ? 1000 : i)));
      for (const same of [equal, equalExact, equalExact25]) {
        assert.ok(same(all(-1), all(-1)), `${n}`);
        for (let i = 0; i < n; i++) assert.ok(!same(all(-1), all(i)) && same(all(i), all(i)), `${i} of ${n}`);
        assert.ok(!same(all(-1), make(numbers(n + 1).map(inner))));
      }
      assert.ok(equal(make([1]), make([new Float(1)])) && !equalExact(make([1]), make([new Float(1)])));
    }
  });
}

test("maps from generated code, the decoder and the functions are the same", () => {
  const keys = [1, 2];
  const maps = [
    mapFromPairs(keys, [7, 8]),
    new FlatMap(keys, 7, 8, NIL, NIL, NO_MORE),
    new FlatMap([1, 2], 7, 8, 0, 9, NO_MORE),
  ];
  for (const a of maps) for (const b of maps) assert.ok(equalExact(a, b) && equal(b, a));
});

test("the same containers share their parts", () => {
  for (const [name, make] of Object.entries(CONTAINERS)) {
    // Pairs and the nodes of large maps stay as they are: what is in them is shared.
    for (const n of SIZES.filter((n) => !(name === "tuple" && n === 2) && !(name === "map" && n > 32))) {
      const [a, b] = [make(numbers(n).map(inner)), make(numbers(n).map(inner))];
      assert.ok(equalExact(a, b));
      assert.ok(
        parts(a).every((p, i) => p === parts(b)[i]),
        `${name} of ${n}`,
      );
    }
  }
});

test("what may differ behind equality is not shared", () => {
  const ref = () => new Ref(undefined, 0, 1, 2, 3);
  const zero = (x: number) => new Float(x);
  const cases: [name: string, a: Term, b: Term, same: (a: Term, b: Term) => boolean][] = [
    ["binaries", fromUtf8String("ab"), fromUtf8String("ab"), equalExact],
    ["references", ref(), ref(), equalExact],
    ["zeros before OTP 27", zero(0), zero(-0), equalExact25],
    ["numbers by value", 1, zero(1), equal],
  ];
  for (const [name, x, y, same] of cases) {
    for (const make of Object.values(CONTAINERS)) {
      const [a, b] = [make([1, tuple(1, x, 2)]), make([1, tuple(1, y, 2)])];
      assert.ok(same(a, b), name);
      const [p, q] = [parts(a)[1] as Tuple, parts(b)[1] as Tuple];
      assert.notEqual(p, q, name);
      assert.ok(elementAt(q, 1) === y && elementAt(p, 1) === x, name);
    }
  }
});
