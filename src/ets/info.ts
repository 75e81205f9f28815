/**
 * `ets:info/1,2`.
 *
 * `memory` is an estimate, as the documentation of differences says: the words the store takes, and for each object its
 * tuple; what the elements lead to is shared with the program and not counted.
 * OTP: table_info() in erl_db.c.
 */
import { type Atom, atoms, FALSE, TRUE } from "../term/atom.ts";
import { Bits, referencedBytes } from "../term/bits.ts";
import { Float } from "../term/float.ts";
import { Fun, funEnv } from "../term/fun.ts";
import { Cons, listFromArray, NIL } from "../term/list.ts";
import { ErlMap } from "../term/map.ts";
import { NativeRecord } from "../term/native_record.ts";
import type { Term } from "../term/term.ts";
import { arity, element, Tuple, tuple, tuple2, tuple3 } from "../term/tuple.ts";
import type { Process } from "../runtime/process.ts";
import { StateKey } from "../runtime/state.ts";
import type { Vm } from "../runtime/vm.ts";
import { HashStore } from "./hash_store.ts";
import { protectionAtom } from "./options.ts";
import { Visit, type Visitor } from "./store.ts";
import type { Table } from "./table.ts";

const A = atoms(
  "id",
  "decentralized_counters",
  "read_concurrency",
  "write_concurrency",
  "compressed",
  "memory",
  "owner",
  "heir",
  "name",
  "size",
  "node",
  "named_table",
  "type",
  "keypos",
  "protection",
  "fixed",
  "safe_fixed",
  "safe_fixed_monotonic_time",
  "stats",
  "none",
);

/** The items of `ets:info/1`, in its order. */
const ITEMS: readonly Atom[] = [
  A.id,
  A.decentralized_counters,
  A.read_concurrency,
  A.write_concurrency,
  A.compressed,
  A.memory,
  A.owner,
  A.heir,
  A.name,
  A.size,
  A.node,
  A.named_table,
  A.type,
  A.keypos,
  A.protection,
];

function bool(b: boolean): Atom {
  return b ? TRUE : FALSE;
}

/** All ordinary items as a property list. */
export function tableInfo(vm: Vm, t: Table): Term {
  return listFromArray(ITEMS.map((item) => tuple2(item, tableItem(vm, t, item) as Term)));
}

/** One item; undefined: there is no such item. */
export function tableItem(vm: Vm, t: Table, item: Term): Term | undefined {
  switch (item) {
    case A.size:
      return t.store.size;
    case A.type:
      return t.type;
    case A.memory:
      return t.store.words() + objectWords(t);
    case A.owner:
      return t.owner.pid;
    case A.heir:
      return t.heir ?? A.none;
    case A.protection:
      return protectionAtom(t.protection);
    case A.name:
      return t.name;
    case A.keypos:
      return t.keypos;
    case A.node:
      return vm.node;
    case A.named_table:
      return bool(t.named);
    case A.compressed:
      return bool(t.options.compressed);
    case A.id:
      return t.id;
    case A.read_concurrency:
      return bool(t.options.readConcurrency);
    case A.write_concurrency:
      return t.options.writeConcurrency;
    case A.decentralized_counters:
      return bool(t.options.decentralizedCounters);
    case A.fixed:
      return bool(t.fixations !== undefined);
    case A.safe_fixed:
      return fixedBy(t, timestamp(t.fixedSince_us + vm.clock.offset));
    case A.safe_fixed_monotonic_time:
      return fixedBy(t, t.fixedSince_us);
    case A.stats:
      return t.store instanceof HashStore ? hashStats(t.store) : FALSE;
    default:
      return undefined;
  }
}

/** Places of the index; mean, deviation and expected deviation of keys per place; fewest, most; tombstones; locks. */
function hashStats(store: HashStore<unknown>): Term {
  const { places, min, max, squares, kept } = store.spread();
  const mean = store.size / places;
  const deviation = Math.sqrt(Math.max(0, squares - mean * mean));
  const expected = Math.sqrt(mean * (1 - 1 / places));
  return tuple(places, new Float(mean), new Float(deviation), new Float(expected), min, max, kept, 1);
}

function fixedBy(t: Table, since: Term): Term {
  if (t.fixations === undefined) return FALSE;
  const pairs: Term[] = [];
  t.fixations.forEach((n: number, p: Process) => {
    pairs.push(tuple2(p.pid, n));
  });
  return tuple2(since, listFromArray(pairs));
}

/** `{MegaSecs, Secs, MicroSecs}`. */
function timestamp(us: number): Term {
  const s = Math.floor(us / 1e6);
  return tuple3(Math.floor(s / 1e6), s % 1e6, us - s * 1e6);
}

/** Objects looked at to learn the average size of a tuple. */
const SAMPLE = 100;

class Sampler implements Visitor {
  replacement: Tuple | undefined = undefined;
  full = false;
  seen = 0;
  words = 0;
  visit(o: Tuple): Visit {
    this.words += arity(o) + 3;
    return ++this.seen < SAMPLE ? Visit.Continue : Visit.Stop;
  }
}

function objectWords(t: Table): number {
  const s = new Sampler();
  t.store.scanAll(s);
  return s.seen === 0 ? 0 : Math.ceil((s.words / s.seen) * t.store.size);
}

// -- Binaries

/** Smaller ones are not shared between processes in OTP, and not reported. */
const LARGE_BYTES = 64;

/** Numbers for the buffers that were asked about: OTP shows addresses. */
class BufferNumbers {
  private readonly numbers = new WeakMap<Uint8Array, number>();
  private last = 0;
  of(bytes: Uint8Array): number {
    let n = this.numbers.get(bytes);
    if (n === undefined) {
      n = ++this.last;
      this.numbers.set(bytes, n);
    }
    return n;
  }
}
const BUFFERS = new StateKey(() => new BufferNumbers());

/** `[{Id, Bytes, References}]` for each place in `t` that holds a large binary; the number of references is not known: 1. */
export function binaryInfo(vm: Vm, t: Term): Term {
  const numbers = vm.state(BUFFERS);
  const found: Term[] = [];
  const stack: Term[] = [t];
  while (stack.length > 0) {
    let x = stack.pop() as Term;
    while (x instanceof Cons && x !== NIL) {
      stack.push(x.head);
      x = x.tail;
    }
    if (x instanceof Bits) {
      const bytes = referencedBytes(x);
      if (bytes > LARGE_BYTES) found.push(tuple3(numbers.of(x.bytes), bytes, 1));
    } else if (x instanceof Tuple) {
      for (let i = arity(x) - 1; i >= 0; i--) stack.push(element(x, i));
    } else if (x instanceof ErlMap) {
      for (const k of x.keyArray()) stack.push(k);
      for (const v of x.valueArray()) stack.push(v);
    } else if (x instanceof Fun) for (const v of funEnv(x)) stack.push(v);
    else if (x instanceof NativeRecord) for (const v of x.values) stack.push(v);
  }
  return listFromArray(found);
}
