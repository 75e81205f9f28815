/**
 * The hash inside maps and ETS tables: a 32-bit integer (as `| 0` gives it), equal for terms that are `=:=`.
 *
 * It is no value that a program sees (that is phash.ts), so it may change. 0.0 and -0.0 hash alike, which serves both
 * rules of equality. Deep terms go through an explicit stack; large maps inside of keys of large maps inside of ...
 * only down to a fixed depth.
 * OTP: make_internal_hash() in erl_term_hashing.c.
 */
import { Atom } from "./atom.ts";
import { Bits, bytesOf } from "./bits.ts";
import { Float } from "./float.ts";
import { Fun, funEnv } from "./fun.ts";
import { Pid, Port, Ref } from "./identifier.ts";
import { Cons, NIL } from "./list.ts";
import { ErlMap, MAP_SMALL_LIMIT } from "./map.ts";
import { NativeRecord } from "./native_record.ts";
import type { Term } from "./term.ts";
import { arity, element, Tuple, Tuple2, TupleN } from "./tuple.ts";

const TWO32 = 4294967296;
const NIL_HASH = 0x3c6ef372;
const MAX_DEPTH = 16;

/** Mixes the hash `k` of a part into the hash `h` of what came before. */
function mix(h: number, k: number): number {
  k = Math.imul(k, 0x5bd1e995);
  k ^= k >>> 15;
  h = Math.imul(h ^ k, 0x2545f491);
  return h ^ (h >>> 13);
}

/** Hash of any term. */
export function hashTerm(t: Term): number {
  if (typeof t === "number") return hashNumber(t);
  if (t instanceof Atom) return t.hash | 0;
  return hashDeep(t, 0);
}

function hashNumber(n: number): number {
  const low = n | 0;
  if (low === n) return mix(0x1b873593, low);
  return mix(mix(0x1b873593, low), Math.floor(n / TWO32));
}

/** True for what `hashLeaf` does whole. */
function isLeaf(t: Term): boolean {
  return !(
    t instanceof Cons ||
    t instanceof Tuple ||
    t instanceof ErlMap ||
    t instanceof Fun ||
    t instanceof NativeRecord
  );
}

function hashLeaf(t: Term): number {
  if (typeof t === "number") return hashNumber(t);
  if (t instanceof Atom) return t.hash | 0;
  if (t instanceof Bits) return hashBits(t);
  if (t instanceof Float) return hashFloat(t.value);
  if (t instanceof Pid) return mix(mix(0x51ed270b, t.id), t.serial);
  if (t instanceof Ref) return mix(mix(mix(0x7feb352d, t.n0), t.n1 | 0), t.n2 | 0);
  if (t instanceof Port) return mix(0x68e31da4, Number(t.id) | 0);
  return hashBig(t as bigint);
}

// One double and its bits; written and read at once.
const DOUBLE = new Float64Array(1);
const WORDS = new Int32Array(DOUBLE.buffer);

function hashFloat(v: number): number {
  // Adding 0 makes -0 positive.
  DOUBLE[0] = v + 0;
  return mix(mix(0x1f83d9ab, WORDS[0]!), WORDS[1]!);
}

function hashBig(b: bigint): number {
  let h = 0x5be0cd19;
  if (b < 0n) {
    h = ~h;
    b = -b;
  }
  if (b >> 256n === 0n) {
    while (b !== 0n) {
      h = mix(h, Number(BigInt.asIntN(32, b)));
      b >>= 32n;
    }
    return h;
  }
  const s = b.toString(32);
  for (let i = 0; i < s.length; i++) h = (Math.imul(h, 31) + s.charCodeAt(i)) | 0;
  return mix(h, s.length);
}

function hashBits(b: Bits): number {
  const bytes = bytesOf(b);
  const n = bytes.length;
  let h = 0x428a2f98 ^ b.size;
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    h = mix(h, bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24));
  }
  let k = 0;
  for (; i < n; i++) k = (k << 8) | bytes[i]!;
  return mix(h, k);
}

function hashDeep(t: Term, depth: number): number {
  let stack: Term[] | undefined;
  let h = 0x6a09e667;
  for (;;) {
    if (isLeaf(t)) h = mix(h, hashLeaf(t));
    else if (t instanceof Cons) {
      let cell: Cons = t;
      let next: Term | undefined;
      while (cell !== NIL) {
        const head = cell.head;
        const tail: Term = cell.tail;
        if (!isLeaf(head)) {
          stack ??= [];
          stack.push(tail);
          next = head;
          h = mix(h, 0x510e527f);
          break;
        }
        h = mix(h, hashLeaf(head));
        if (!(tail instanceof Cons)) {
          next = tail;
          break;
        }
        cell = tail;
      }
      if (next !== undefined) {
        t = next;
        continue;
      }
      h = mix(h, NIL_HASH);
    } else if (t instanceof Tuple2) {
      h = mix(h, 2);
      if (isLeaf(t.e0)) h = mix(h, hashLeaf(t.e0));
      else {
        stack ??= [];
        stack.push(t.e1);
        t = t.e0;
        continue;
      }
      t = t.e1;
      continue;
    } else if (t instanceof ErlMap && t.size > MAP_SMALL_LIMIT) {
      h = mix(mix(h, t.size), depth < MAX_DEPTH ? hashLargeMap(t, depth + 1) : 0);
    } else {
      stack ??= [];
      h = mix(h, descend(stack, t));
    }
    if (stack === undefined || stack.length === 0) return h;
    t = stack.pop() as Term;
  }
}

/** Pushes the parts of a container, last first; returns a hash of the rest of it. */
function descend(stack: Term[], t: Term): number {
  if (t instanceof Tuple) {
    const n = arity(t);
    if (t instanceof TupleN) for (let i = n - 1; i >= 0; i--) stack.push(t.elements[i] as Term);
    else for (let i = n - 1; i >= 0; i--) stack.push(element(t, i));
    return n;
  }
  if (t instanceof Fun) {
    const c = t.code;
    if (c.external) return mix(mix(c.module.hash | 0, c.name.hash | 0), c.arity);
    stack.push(...funEnv(t));
    return mix(mix(c.module.hash | 0, c.index), c.oldUniq | 0);
  }
  if (t instanceof ErlMap) {
    // A small map: keys are sorted.
    for (const v of t.valueArray()) stack.push(v);
    for (const k of t.keyArray()) stack.push(k);
    return ~t.size;
  }
  const r = t as NativeRecord;
  for (let i = r.values.length - 1; i >= 0; i--) stack.push(r.values[i] as Term);
  return mix(r.definition.module.hash | 0, r.definition.name.hash | 0);
}

/** A sum, because the order of keys whose hashes are equal is not fixed. */
function hashLargeMap(m: ErlMap, depth: number): number {
  const keys = m.keyArray();
  const values = m.valueArray();
  let sum = 0;
  for (let i = 0; i < keys.length; i++) {
    sum = (sum + mix(hashDeep(keys[i] as Term, depth), hashDeep(values[i] as Term, depth))) | 0;
  }
  return sum;
}
