/**
 * What the module counters calls for counters with `write_concurrency`; without it, counters are atomics.
 * OTP: erl_bif_counters.c.
 */
import { AtomicArray } from "../runtime/atomic_array.ts";
import { type Bif, bifTable } from "../runtime/bif.ts";
import type { Exec } from "../runtime/exec.ts";
import { makeResource, resource } from "../runtime/resource.ts";
import { SIGNAL, type Result } from "../runtime/signal.ts";
import { isInteger } from "../term/arith.ts";
import { atoms } from "../term/atom.ts";
import type { Ref } from "../term/identifier.ts";
import { mapFromPairs } from "../term/map_ops.ts";
import type { Term } from "../term/term.ts";
import { elementIndex, newArray } from "./atomics.ts";

const A = atoms("ok", "size", "memory");

/** Bytes of OTP's structure for one scheduler: a head, and two cache lines for each eight counters. */
const HEAD_BYTES = 32;
const LINE_BYTES = 128;

/** Counters are no atomics: each module knows its own only. */
export class Counters {
  readonly array: AtomicArray;
  constructor(array: AtomicArray) {
    this.array = array;
  }
}

function arrayOf(ref: Term): AtomicArray | undefined {
  return resource(ref, Counters)?.array;
}

function counters_new_1(x: Exec, size: Term): Result {
  const ref = newArray(x, size, true);
  return ref === SIGNAL ? ref : makeResource(x, new Counters((ref as Ref).target as AtomicArray));
}

function counters_get_2(x: Exec, ref: Term, ix: Term): Result {
  const a = arrayOf(ref);
  const i = elementIndex(a, ix);
  return i < 0 ? x.badarg() : (a as AtomicArray).get(i);
}

function counters_add_3(x: Exec, ref: Term, ix: Term, n: Term): Result {
  const a = arrayOf(ref);
  const i = elementIndex(a, ix);
  if (i < 0 || !isInteger(n) || !AtomicArray.isIncrement(n)) return x.badarg();
  (a as AtomicArray).add(i, n);
  return A.ok;
}

function counters_put_3(x: Exec, ref: Term, ix: Term, v: Term): Result {
  const a = arrayOf(ref);
  const i = elementIndex(a, ix);
  if (i < 0 || !isInteger(v) || !(a as AtomicArray).holds(v)) return x.badarg();
  (a as AtomicArray).set(i, v);
  return A.ok;
}

function counters_info_1(x: Exec, ref: Term): Result {
  const a = arrayOf(ref);
  if (a === undefined) return x.badarg();
  return mapFromPairs([A.size, A.memory], [a.size, HEAD_BYTES + LINE_BYTES * Math.ceil(a.size / 8)]);
}

export const COUNTERS_BIFS: readonly Bif[] = bifTable("erts_internal", {
  "counters_new/1": { doc: "Makes an array of counters. badarg, system_limit.", fn: counters_new_1 },
  "counters_get/2": { doc: "Reads a counter. badarg.", fn: counters_get_2 },
  "counters_add/3": { doc: "Adds to a counter, modulo 2^64. badarg.", fn: counters_add_3 },
  "counters_put/3": { doc: "Sets a counter. badarg.", fn: counters_put_3 },
  "counters_info/1": { doc: "Size and memory of an array of counters. badarg.", fn: counters_info_1 },
});
