/** Values there and back: equal, and shared as they were. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { MatchContext } from "../../src/runtime/bs_match.ts";
import { RawTrace } from "../../src/runtime/exception.ts";
import { AtomWriter, readAtoms } from "../../src/snapshot/atoms.ts";
import { BufferWriter, readBuffers } from "../../src/snapshot/buffers.ts";
import { SnapshotError } from "../../src/snapshot/format.ts";
import { readGraph } from "../../src/snapshot/graph_reader.ts";
import { GraphWriter } from "../../src/snapshot/graph_writer.ts";
import { atom } from "../../src/term/atom.ts";
import { Bits, binary, subBits } from "../../src/term/bits.ts";
import { equalExact } from "../../src/term/equal.ts";
import { Float } from "../../src/term/float.ts";
import { Pid, Port, Ref } from "../../src/term/identifier.ts";
import { Cons, list, listFromArray, listFromString, NIL } from "../../src/term/list.ts";
import { FlatMap } from "../../src/term/map_flat.ts";
import { mapFromPairs } from "../../src/term/map_ops.ts";
import { NativeRecord } from "../../src/term/native_record.ts";
import { printTerm } from "../../src/term/print.ts";
import type { Term } from "../../src/term/term.ts";
import { type Tuple2, tupleFromArray } from "../../src/term/tuple.ts";
import { createVm } from "../../src/vm.ts";
import { FakeHost } from "../support/native_process.ts";
import { Random } from "../support/random.ts";

const vm = createVm(new FakeHost());
const none = (): never => assert.fail("there is nothing of the kind");

interface Copy {
  readonly value: unknown;
  readonly bytes: number;
}

function copied(value: unknown): Copy {
  const [atoms, buffers] = [new AtomWriter(vm), new BufferWriter()];
  const writer = new GraphWriter(atoms, buffers, { processId: none, moduleId: none, isKnown: none, target: none });
  writer.add("test", value);
  const graph = writer.section(value);
  const there = createVm(new FakeHost());
  const parts = {
    atoms: readAtoms(there, atoms.section()),
    buffer: readBuffers(buffers.section()),
    process: none,
    module: none,
  };
  return { value: readGraph(there, graph, parts), bytes: graph.length };
}

function copy<T>(value: T): T {
  return copied(value).value as T;
}

const big = (n: number) => listFromArray(Array.from({ length: n }, (_, i) => i));

const TERMS: readonly Term[] = [
  0,
  -1,
  127,
  128,
  -(2 ** 50),
  2 ** 50 - 1,
  2 ** 53 - 1,
  -(2 ** 53) + 1,
  2n ** 53n,
  -(2n ** 64n),
  2n ** 1000n + 1n,
  new Float(1),
  new Float(-0),
  new Float(5e-324),
  atom("ok"),
  atom("Größe 'x' 𝄞"),
  atom("Größe 'x' 𝄢"),
  atom(""),
  NIL,
  listFromString("text"),
  list(1, 255, 256),
  list(1, list(2), NIL),
  new Cons(1, 2),
  new Cons(atom("a"), new Cons(1, new Float(2))),
  tupleFromArray([]),
  tupleFromArray([1]),
  tupleFromArray(Array.from({ length: 300 }, (_, i) => i)),
  mapFromPairs([], []),
  mapFromPairs([1, atom("a"), NIL, new Float(1), list(1)], [2, 3, 4, 5, 6]),
  mapFromPairs(
    Array.from({ length: 1000 }, (_, i) => tupleFromArray([i])),
    Array.from({ length: 1000 }, (_, i) => i),
  ),
  binary(new Uint8Array(0)),
  binary(Uint8Array.of(0, 1, 255)),
  new Bits(Uint8Array.of(0xff, 0x0f, 0xff), 5, 13),
  new Pid(undefined, 0, 5, 1),
  new Pid(atom("a@b"), 3, 0xffffffff, 7),
  new Port(undefined, 0, 3),
  new Port(atom("a@b"), 3, 2n ** 63n),
  new Ref(undefined, 0, 1, 2, 3),
  new Ref(atom("a@b"), 3, 1, 0xffffffff, 3, [4, 5], 5),
];

test("terms of all kinds", () => {
  for (const t of TERMS) assert.ok(equalExact(copy(t), t), printTerm(t));
  assert.ok(equalExact(copy(listFromArray(TERMS)), listFromArray(TERMS)));
});

test("other values of frames", () => {
  const values = [undefined, null, true, false, "text", 0.5, Number.NaN, -0, Uint8Array.of(1, 2), [1, [2]]];
  assert.deepEqual(copy(values), values);
  const context = new MatchContext(Uint8Array.of(1, 2, 3, 4), 8, 32);
  context.pos = 19;
  const bits = new Bits(context.bytes, 16, 8);
  const [c, again, b] = copy([context, context, bits]) as [MatchContext, MatchContext, Bits];
  assert.equal(c, again);
  assert.equal(c.bytes, b.bytes);
  assert.deepEqual([c.pos - c.start, c.end - c.start, b.offset - c.start], [11, 24, 8]);
  const trace = new RawTrace(atom("error"), 3);
  trace.top = { module: atom("m"), name: atom("f"), args: list(1), info: NIL };
  assert.ok(equalExact(copy(trace).toTerm(), trace.toTerm()));
});

test("what was shared stays shared", () => {
  const tail = big(1000);
  const shared = tupleFromArray([tail, binary(new Uint8Array(100))]);
  const [a, b, c, d] = copy([shared, shared, new Cons(1, tail), tail]) as [Tuple2, Tuple2, Cons, Cons];
  assert.equal(a, b);
  assert.equal(c.tail, d);
  assert.equal(a.e0, d);
  // A tail that is met after the whole list.
  const [whole, part] = copy([tail, ((tail as Cons).tail as Cons).tail]) as [Cons, Cons];
  assert.equal((whole.tail as Cons).tail, part);
  // Maps of one shape have one array of keys.
  const m = mapFromPairs([atom("a"), atom("b")], [1, 2]) as FlatMap;
  const [x, y] = copy([m, new FlatMap(m.keys, 3, 4, m.v2, m.v3, m.more)]) as [FlatMap, FlatMap];
  assert.equal(x.keys, y.keys);
  // Doubled a hundred times it is too much for anything else.
  let doubled: Term = list(1);
  for (let i = 0; i < 100; i++) doubled = new Cons(doubled, doubled);
  assert.ok(copied(doubled).bytes < 1000);
  const definition = { module: atom("m"), name: atom("r"), exported: true, fields: [atom("f")], defaults: [undefined] };
  const [r, s] = copy([new NativeRecord(definition, [1]), new NativeRecord(definition, [2])]) as NativeRecord[];
  assert.equal(r?.definition, s?.definition);
  assert.deepEqual(r?.definition, definition);
});

test("of a large buffer only what is used is written", () => {
  const buffer = binary(new Uint8Array(1_000_000).fill(7));
  const writer = new BufferWriter();
  const graph = new GraphWriter(new AtomWriter(vm), writer, {
    processId: none,
    moduleId: none,
    isKnown: none,
    target: none,
  });
  graph.add("test", [subBits(buffer, 80, 80), subBits(buffer, 120, 80), subBits(buffer, 8000, 3)]);
  assert.ok(writer.section().length < 50);
});

test("terms a million levels deep", () => {
  let t: Term = NIL;
  for (let i = 0; i < 1_000_000; i++) t = i % 2 === 0 ? new Cons(t, NIL) : tupleFromArray([t]);
  let c: Term = copy(t);
  let depth = 0;
  for (; c !== NIL; depth++) c = c instanceof Cons ? c.head : (c as Tuple2).e0;
  assert.equal(depth, 1_000_000);
  assert.ok(equalExact(copy(big(300_000)), big(300_000)));
});

test("random graphs", () => {
  const r = new Random(12);
  for (let round = 0; round < 50; round++) {
    const known: Term[] = [...TERMS];
    for (let i = 0; i < 40; i++) {
      const some = (n: number) => Array.from({ length: r.below(n) }, () => r.pick(known));
      known.push(
        r.chance(0.5)
          ? listFromArray(some(5), r.chance(0.3) ? r.pick(known) : NIL)
          : r.chance(0.5)
            ? tupleFromArray(some(14))
            : mapFromPairs([1, 2, atom("k")], [r.pick(known), r.pick(known), r.pick(known)]),
      );
    }
    const t = known.at(-1) as Term;
    const { value, bytes } = copied(t);
    assert.ok(equalExact(value as Term, t));
    // What is shared more or less than before takes another number of bytes.
    assert.equal(copied(value).bytes, bytes);
  }
});

test("what is none of these is refused by its name", () => {
  for (const [value, name] of [
    [new Date(0), "Date"],
    [() => 1, "function"],
    [{ a: 1 }, "Object"],
    [Symbol("x"), "symbol"],
  ] as const)
    assert.throws(
      () => copy([1, [value]]),
      (e: unknown) => e instanceof SnapshotError && e.message.startsWith("test: ") && e.message.includes(name),
    );
});
