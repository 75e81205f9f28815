/**
 * The functions that match specifications may call, as pure functions of terms: undefined means that the call fails.
 * They are those of `erlang` with the same names; here they need no process, and a failure costs nothing.
 * OTP: guard_tab in erl_db_util.c.
 */
import * as arith from "../term/arith.ts";
import { type ArithResult, exceedsBits, LIMIT } from "../term/arith.ts";
import { Atom, FALSE, TRUE } from "../term/atom.ts";
import { Bits, byteSize, isBinary, subBits } from "../term/bits.ts";
import { compare } from "../term/compare.ts";
import { equal, equalExact, equalExact25 } from "../term/equal.ts";
import { Float } from "../term/float.ts";
import { Fun } from "../term/fun.ts";
import { Pid, Port, Ref } from "../term/identifier.ts";
import { Cons, listLength, NIL } from "../term/list.ts";
import { ErlMap } from "../term/map.ts";
import { mapGet, mapHas } from "../term/map_ops.ts";
import type { Term } from "../term/term.ts";
import { arity, element, Tuple, Tuple2 } from "../term/tuple.ts";
import type { Release } from "../runtime/release.ts";
import type { Vm } from "../runtime/vm.ts";

export type Guard0 = (vm: Vm) => Term;
export type Guard1 = (a: Term, vm: Vm) => Term | undefined;
export type Guard2 = (a: Term, b: Term, vm: Vm) => Term | undefined;
export type Guard3 = (a: Term, b: Term, c: Term, vm: Vm) => Term | undefined;

export type GuardFunction =
  | { readonly arity: 0; readonly fn: Guard0 }
  | { readonly arity: 1; readonly fn: Guard1 }
  | { readonly arity: 2; readonly fn: Guard2 }
  | { readonly arity: 3; readonly fn: Guard3 };

function bool(b: boolean): Atom {
  return b ? TRUE : FALSE;
}

function isNumber(t: Term): boolean {
  return typeof t === "number" || t instanceof Float || typeof t === "bigint";
}

function finish(r: ArithResult, vm: Vm): Term | undefined {
  if (typeof r === "bigint") return exceedsBits(r, vm.release.maxIntegerBits) ? undefined : r;
  return r === LIMIT ? undefined : r;
}

function nodeOf(t: Term, vm: Vm): Term | undefined {
  return t instanceof Pid || t instanceof Ref || t instanceof Port ? (t.node ?? vm.node) : undefined;
}

function part(b: Term, pos: Term, len: Term): Term | undefined {
  if (!isBinary(b) || typeof pos !== "number" || typeof len !== "number" || pos < 0) return undefined;
  const from: number = len < 0 ? pos + len : pos;
  const to: number = len < 0 ? pos : pos + len;
  return from >= 0 && to * 8 <= b.size ? subBits(b, from * 8, (to - from) * 8) : undefined;
}

function elementAt(i: Term, t: Term): Term | undefined {
  return t instanceof Tuple && typeof i === "number" && i >= 1 && i <= arity(t) ? element(t, i - 1) : undefined;
}

/** Is `t` a fun of arity `n`? Fails if `n` is no arity. */
function isFunction2(t: Term, n: Term): Term | undefined {
  if (!arith.isInteger(n) || n < 0) return undefined;
  return bool(t instanceof Fun && t.code.arity === n);
}

function isRecord3(t: Term, tag: Term, size: Term, vm: Vm): Term | undefined {
  if (!(tag instanceof Atom)) return undefined;
  // Since OTP 29 a size that is no integer is just not the tuple's.
  if (!arith.isInteger(size)) return vm.release.nativeRecords ? FALSE : undefined;
  return bool(t instanceof Tuple && arity(t) === size && arity(t) > 0 && element(t, 0) === tag);
}

function isIntegerBetween(t: Term, low: Term, high: Term): Term | undefined {
  if (!arith.isInteger(low) || !arith.isInteger(high)) return undefined;
  return bool(arith.isInteger(t) && t >= low && t <= high);
}

function length(l: Term): Term | undefined {
  const n = listLength(l);
  return n < 0 ? undefined : n;
}

function size(t: Term): Term | undefined {
  if (t instanceof Tuple) return arity(t);
  // Not rounded up, unlike byte_size/1.
  return t instanceof Bits ? (t.size - (t.size & 7)) / 8 : undefined;
}

const F0: Readonly<Record<string, Guard0>> = { node: (vm) => vm.node };

const F1: Readonly<Record<string, Guard1>> = {
  is_atom: (a) => bool(a instanceof Atom),
  is_float: (a) => bool(a instanceof Float),
  is_integer: (a) => bool(typeof a === "number" || typeof a === "bigint"),
  is_list: (a) => bool(a instanceof Cons),
  is_number: (a) => bool(isNumber(a)),
  is_pid: (a) => bool(a instanceof Pid),
  is_port: (a) => bool(a instanceof Port),
  is_reference: (a) => bool(a instanceof Ref),
  is_tuple: (a) => bool(a instanceof Tuple),
  is_map: (a) => bool(a instanceof ErlMap),
  is_binary: (a) => bool(isBinary(a)),
  is_bitstring: (a) => bool(a instanceof Bits),
  is_boolean: (a) => bool(a === TRUE || a === FALSE),
  is_function: (a) => bool(a instanceof Fun),
  abs: (a, vm) => finish(arith.abs(a), vm),
  hd: (a) => (a instanceof Cons && a !== NIL ? a.head : undefined),
  tl: (a) => (a instanceof Cons && a !== NIL ? a.tail : undefined),
  length,
  size,
  node: nodeOf,
  round: (a, vm) => finish(arith.round(a), vm),
  trunc: (a, vm) => finish(arith.trunc(a), vm),
  ceil: (a, vm) => finish(arith.ceil(a), vm),
  floor: (a, vm) => finish(arith.floor(a), vm),
  float: (a) => arith.toFloat(a),
  map_size: (a) => (a instanceof ErlMap ? a.size : undefined),
  bit_size: (a) => (a instanceof Bits ? a.size : undefined),
  byte_size: (a) => (a instanceof Bits ? byteSize(a) : undefined),
  tuple_size: (a) => (a instanceof Tuple ? arity(a) : undefined),
  "+": (a, vm) => finish(arith.plus(a), vm),
  "-": (a, vm) => finish(arith.negate(a), vm),
  bnot: (a, vm) => finish(arith.bnot(a), vm),
  not: (a) => (a === TRUE ? FALSE : a === FALSE ? TRUE : undefined),
};

const F2: Readonly<Record<string, Guard2>> = {
  is_function: isFunction2,
  element: elementAt,
  max: (a, b) => (compare(a, b) >= 0 ? a : b),
  min: (a, b) => (compare(a, b) <= 0 ? a : b),
  map_get: (k, m) => (m instanceof ErlMap ? mapGet(m, k) : undefined),
  is_map_key: (k, m) => (m instanceof ErlMap ? bool(mapHas(m, k)) : undefined),
  binary_part: (b, t) => (t instanceof Tuple2 ? part(b, t.e0, t.e1) : undefined),
  "+": (a, b, vm) => finish(arith.add(a, b), vm),
  "-": (a, b, vm) => finish(arith.sub(a, b), vm),
  "*": (a, b, vm) => finish(arith.mul(a, b), vm),
  "/": (a, b, vm) => finish(arith.divide(a, b), vm),
  div: (a, b, vm) => finish(arith.div(a, b), vm),
  rem: (a, b, vm) => finish(arith.rem(a, b), vm),
  band: (a, b, vm) => finish(arith.band(a, b), vm),
  bor: (a, b, vm) => finish(arith.bor(a, b), vm),
  bxor: (a, b, vm) => finish(arith.bxor(a, b), vm),
  bsl: (a, b, vm) => finish(arith.bsl(a, b), vm),
  bsr: (a, b, vm) => finish(arith.bsr(a, b), vm),
  ">": (a, b) => bool(typeof a === "number" && typeof b === "number" ? a > b : compare(a, b) > 0),
  ">=": (a, b) => bool(typeof a === "number" && typeof b === "number" ? a >= b : compare(a, b) >= 0),
  "<": (a, b) => bool(typeof a === "number" && typeof b === "number" ? a < b : compare(a, b) < 0),
  "=<": (a, b) => bool(typeof a === "number" && typeof b === "number" ? a <= b : compare(a, b) <= 0),
  "==": (a, b) => bool(equal(a, b)),
  "/=": (a, b) => bool(!equal(a, b)),
  "=:=": (a, b, vm) => bool(exactly(a, b, vm)),
  "=/=": (a, b, vm) => bool(!exactly(a, b, vm)),
  xor: (a, b) => (isBoolean(a) && isBoolean(b) ? bool(a !== b) : undefined),
};

function exactly(a: Term, b: Term, vm: Vm): boolean {
  return a === b || (vm.release.signedZeroDiffers ? equalExact(a, b) : equalExact25(a, b));
}

function isBoolean(t: Term): boolean {
  return t === TRUE || t === FALSE;
}

const F3: Readonly<Record<string, Guard3>> = {
  is_record: isRecord3,
  is_integer: isIntegerBetween,
  binary_part: part,
};

/** Functions that match specifications got later than OTP 25. */
const SINCE: ReadonlyMap<string, number> = new Map([
  ["is_bitstring/1", 26],
  ["is_boolean/1", 26],
  ["is_function/2", 26],
  ["max/2", 26],
  ["min/2", 26],
  ["tuple_size/1", 26],
  ["ceil/1", 26],
  ["floor/1", 26],
  ["is_integer/3", 28],
]);

function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** The function of this name and arity that a match specification may call; undefined: there is none. */
export function guardFunction(name: Atom, n: number, release: Release): GuardFunction | undefined {
  if ((SINCE.get(`${name.name}/${n}`) ?? 0) > release.otp) return undefined;
  if (n === 0) {
    const fn = own(F0, name.name);
    return fn && { arity: 0, fn };
  }
  if (n === 1) {
    const fn = own(F1, name.name);
    return fn && { arity: 1, fn };
  }
  if (n === 2) {
    const fn = own(F2, name.name);
    return fn && { arity: 2, fn };
  }
  const fn = n === 3 ? own(F3, name.name) : undefined;
  return fn && { arity: 3, fn };
}
