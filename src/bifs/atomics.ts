/**
 * BIFs of the module atomics.
 * OTP: erl_bif_atomics.c.
 */
import { AtomicArray, MAX_ATOMICS } from "../runtime/atomic_array.ts";
import { type Bif, bifTable } from "../runtime/bif.ts";
import type { Exec } from "../runtime/exec.ts";
import { makeResource, resource } from "../runtime/resource.ts";
import type { Result, Signal } from "../runtime/signal.ts";
import { isInteger } from "../term/arith.ts";
import { atoms } from "../term/atom.ts";
import { mapFromPairs } from "../term/map_ops.ts";
import type { Term } from "../term/term.ts";

const A = atoms("ok", "size", "max", "min", "memory");

/** Bytes of an array's head in OTP, for `info`. */
const HEAD_BYTES = 40;

/** Index from 0 of element `ix` of `a`; -1: there is none. */
export function elementIndex(a: AtomicArray | undefined, ix: Term): number {
  return a !== undefined && typeof ix === "number" && ix >= 1 && ix <= a.size ? ix - 1 : -1;
}

const MAX_WORD = 2n ** 64n - 1n;

/** Raises what an integer that is no unsigned 64-bit word raises; undefined: it is one. */
function badWord(x: Exec, t: Term): Signal | undefined {
  if (!isInteger(t) || t < 0) return x.badarg();
  return t > MAX_WORD ? x.systemLimit() : undefined;
}

/** Makes an array; badarg, system_limit. */
export function newArray(x: Exec, size: Term, signed: boolean): Result {
  const bad = size === 0 ? x.badarg() : badWord(x, size);
  if (bad !== undefined) return bad;
  return typeof size !== "number" || size > MAX_ATOMICS
    ? x.systemLimit()
    : makeResource(x, new AtomicArray(size, signed));
}

function atomics_new_2(x: Exec, size: Term, options: Term): Result {
  const bad = size === 0 ? x.badarg() : (badWord(x, size) ?? badWord(x, options));
  return bad ?? newArray(x, size, BigInt.asUintN(1, BigInt(options as number | bigint)) === 1n);
}

function put_3(x: Exec, ref: Term, ix: Term, v: Term): Result {
  const a = resource(ref, AtomicArray);
  const i = elementIndex(a, ix);
  if (i < 0 || !isInteger(v) || !(a as AtomicArray).holds(v)) return x.badarg();
  (a as AtomicArray).set(i, v);
  return A.ok;
}

function get_2(x: Exec, ref: Term, ix: Term): Result {
  const a = resource(ref, AtomicArray);
  const i = elementIndex(a, ix);
  return i < 0 ? x.badarg() : (a as AtomicArray).get(i);
}

function add_get_3(x: Exec, ref: Term, ix: Term, n: Term): Result {
  const a = resource(ref, AtomicArray);
  const i = elementIndex(a, ix);
  if (i < 0 || !isInteger(n) || !AtomicArray.isIncrement(n)) return x.badarg();
  return (a as AtomicArray).add(i, n);
}

function add_3(x: Exec, ref: Term, ix: Term, n: Term): Result {
  const a = resource(ref, AtomicArray);
  const i = elementIndex(a, ix);
  if (i < 0 || !isInteger(n) || !AtomicArray.isIncrement(n)) return x.badarg();
  (a as AtomicArray).add(i, n);
  return A.ok;
}

function exchange_3(x: Exec, ref: Term, ix: Term, v: Term): Result {
  const a = resource(ref, AtomicArray);
  const i = elementIndex(a, ix);
  if (i < 0 || !isInteger(v) || !(a as AtomicArray).holds(v)) return x.badarg();
  const old = (a as AtomicArray).get(i);
  (a as AtomicArray).set(i, v);
  return old;
}

function compare_exchange_4(x: Exec, ref: Term, ix: Term, expected: Term, v: Term): Result {
  const a = resource(ref, AtomicArray);
  const i = elementIndex(a, ix);
  if (i < 0 || !isInteger(expected) || !isInteger(v)) return x.badarg();
  const array = a as AtomicArray;
  if (!array.holds(expected) || !array.holds(v)) return x.badarg();
  const old = array.get(i);
  if (old !== expected) return old;
  array.set(i, v);
  return A.ok;
}

function info_1(x: Exec, ref: Term): Result {
  const a = resource(ref, AtomicArray);
  if (a === undefined) return x.badarg();
  return mapFromPairs([A.size, A.max, A.min, A.memory], [a.size, a.max, a.min, HEAD_BYTES + 8 * a.size]);
}

export const ATOMICS_BIFS: readonly Bif[] = [
  ...bifTable("erts_internal", {
    "atomics_new/2": { doc: "Makes an array of atomics. badarg, system_limit.", fn: atomics_new_2 },
  }),
  ...bifTable("atomics", {
    "put/3": { doc: "Sets an atomic. badarg.", fn: put_3 },
    "get/2": { doc: "Reads an atomic. badarg.", fn: get_2 },
    "add/3": { doc: "Adds to an atomic, modulo 2^64. badarg.", fn: add_3 },
    "add_get/3": { doc: "Adds to an atomic and returns its new value. badarg.", fn: add_get_3 },
    "exchange/3": { doc: "Sets an atomic and returns its old value. badarg.", fn: exchange_3 },
    "compare_exchange/4": { doc: "Sets an atomic if it has an expected value. badarg.", fn: compare_exchange_4 },
    "info/1": { doc: "Size, limits and memory of an array. badarg.", fn: info_1 },
  }),
];
