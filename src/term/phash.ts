/**
 * `phash2` and `phash`: hashes whose values programs see and store, the same on every release and machine.
 *
 * Unsigned 32-bit numbers; the BIFs cut them to the range. Deep terms go through an explicit stack.
 * OTP: make_hash2() and make_hash() in erl_term_hashing.c.
 */
import { bigToBytes } from "../util/bigbits.ts";
import { doubleBits, lowBits } from "../util/half.ts";
import { Atom, FALSE, TRUE } from "./atom.ts";
import { Bits, bytesOf } from "./bits.ts";
import { Float } from "./float.ts";
import { Fun, funEnv } from "./fun.ts";
import { Pid, type Port, Ref } from "./identifier.ts";
import { Cons, NIL } from "./list.ts";
import { ErlMap } from "./map.ts";
import { NativeRecord, type RecordDefinition } from "./native_record.ts";
import type { Term } from "./term.ts";
import { Tuple, tupleFromArray, tupleToArray } from "./tuple.ts";

const TWO32 = 4294967296;

// Multiples of the golden ratio, one for each kind of term: HCONST to HCONST_23.
const K1 = 0x9e3779b9 | 0;
const K2_NIL = 0x3c6ef372 | 0;
const K3_ATOM = 0xdaa66d2b | 0;
const K4_STRING = 0x78dde6e4 | 0;
const K5_PID = 0x1715609d | 0;
const K6_PORT = 0xb54cda56 | 0;
const K7_REF = 0x5384540f | 0;
const K9_TUPLE = 0x8ff34781 | 0;
const K10_NEGATIVE = 0x2e2ac13a | 0;
const K11_POSITIVE = 0xcc623af3 | 0;
const K12_FLOAT = 0x6a99b4ac | 0;
const K13_BINARY = 0x08d12e65 | 0;
const K14_EXPORT = 0xa708a81e | 0;
const K15_BITS = 0x454021d7 | 0;
const K16_MAP = 0xe3779b90 | 0;
const K19_PAIRS = 0xbe1e08bb | 0;
const K23_RECORD = 0x36fbef9f | 0;
/** The hash of `[]` where nothing came before. */
const NIL_FIRST = 3468870702 | 0;

/** Bob Jenkins' mix of three words; the third is the result. */
function mix(a: number, b: number, c: number): number {
  a = (a - b - c) | 0;
  a ^= c >>> 13;
  b = (b - c - a) | 0;
  b ^= a << 8;
  c = (c - a - b) | 0;
  c ^= b >>> 13;
  a = (a - b - c) | 0;
  a ^= c >>> 12;
  b = (b - c - a) | 0;
  b ^= a << 16;
  c = (c - a - b) | 0;
  c ^= b >>> 5;
  a = (a - b - c) | 0;
  a ^= c >>> 3;
  b = (b - c - a) | 0;
  b ^= a << 10;
  c = (c - a - b) | 0;
  return c ^ (b >>> 15);
}

/** Mixes the two words `x` and `y` into `h`. */
function two(h: number, x: number, y: number, k: number): number {
  return mix((k + x) | 0, (k + y) | 0, h);
}

function one(h: number, x: number, k: number): number {
  return mix((k + x) | 0, k, h);
}

function small(h: number, n: number): number {
  if (n >= -134217728 && n < 134217728) {
    // Negative numbers are mixed twice.
    if (n < 0) h = one(h, -n, K1);
    return one(h, n, K1);
  }
  const m = n < 0 ? -n : n;
  return two(h, m | 0, Math.floor(m / TWO32), n < 0 ? K10_NEGATIVE : K11_POSITIVE);
}

function big(h: number, b: bigint): number {
  const k = b < 0n ? K10_NEGATIVE : K11_POSITIVE;
  const words = words32(b);
  for (let i = 0; i < words.length; i += 2) h = two(h, words[i]!, words[i + 1]!, k);
  return h;
}

/** The magnitude of `b` as 32-bit words, least significant first, an even number of them. */
function words32(b: bigint): Int32Array {
  const m = b < 0n ? -b : b;
  if (m < TWO64) return Int32Array.of(Number(BigInt.asIntN(32, m)), Number(BigInt.asIntN(32, m >> 32n)));
  const n = Math.ceil(m.toString(16).length / 16) * 8;
  const bytes = new Uint8Array(n);
  bigToBytes(m, bytes, 0, n);
  const words = new Int32Array(n / 4);
  for (let i = 0, p = n - 4; p >= 0; i++, p -= 4)
    words[i] = word(bytes[p + 3]!, bytes[p + 2]!, bytes[p + 1]!, bytes[p]!);
  return words;
}
const TWO64 = 1n << 64n;

function word(b0: number, b1: number, b2: number, b3: number): number {
  return b0 | (b1 << 8) | (b2 << 16) | (b3 << 24);
}

/** Hash of the bytes of a binary, in blocks of twelve, started with `init`. OTP: block_hash(). */
export function blockHash(bytes: Uint8Array, n: number, init: number): number {
  let a = K1;
  let b = K1;
  let c = init;
  let i = 0;
  for (; i + 12 <= n; i += 12) {
    a = (a + word(bytes[i]!, bytes[i + 1]!, bytes[i + 2]!, bytes[i + 3]!)) | 0;
    b = (b + word(bytes[i + 4]!, bytes[i + 5]!, bytes[i + 6]!, bytes[i + 7]!)) | 0;
    c = (c + word(bytes[i + 8]!, bytes[i + 9]!, bytes[i + 10]!, bytes[i + 11]!)) | 0;
    a = (a - b - c) | 0;
    a ^= c >>> 13;
    b = (b - c - a) | 0;
    b ^= a << 8;
    c = (c - a - b) | 0;
    c ^= b >>> 13;
    a = (a - b - c) | 0;
    a ^= c >>> 12;
    b = (b - c - a) | 0;
    b ^= a << 16;
    c = (c - a - b) | 0;
    c ^= b >>> 5;
    a = (a - b - c) | 0;
    a ^= c >>> 3;
    b = (b - c - a) | 0;
    b ^= a << 10;
    c = (c - a - b) | 0;
    c ^= b >>> 15;
  }
  // Bytes beyond the end read as 0; the lowest byte of the third word is kept for the length.
  const left = n - i;
  c = (c + n) | 0;
  const at = (j: number): number => (j < left ? bytes[i + j]! : 0);
  a = (a + word(at(0), at(1), at(2), at(3))) | 0;
  b = (b + word(at(4), at(5), at(6), at(7))) | 0;
  c = (c + word(0, at(8), at(9), at(10))) | 0;
  return mix(a, b, c);
}

function bits(h: number, t: Bits): number {
  const init = (K13_BINARY + h) | 0;
  if (t.size === 0) return init;
  const bytes = bytesOf(t);
  const n = t.size >>> 3;
  const rest = t.size & 7;
  const c = blockHash(bytes, n, init);
  return rest === 0 ? c : two(c, rest, bytes[n]! >> (8 - rest), K15_BITS);
}

function floating(h: number, v: number): number {
  // The hash of -0.0 is that of 0.0.
  const high = doubleBits(v + 0);
  return two(h, high, lowBits(), K12_FLOAT);
}

/** The hash of a record definition that stands for it in the records' own hashes. */
function definitionHash(d: RecordDefinition): number {
  return makeHash2(tupleFromArray([d.module, d.name, d.exported ? TRUE : FALSE, ...d.fields]));
}

/** Marks on the stack: above PAIR the pair's hash is complete, above TAIL all pairs of a map are. */
const PAIR = Symbol("pair");
const TAIL = Symbol("tail");
type Work = Term | typeof PAIR | typeof TAIL;

/** `phash2` before it is cut to a range: an unsigned 32-bit number. */
export function makeHash2(t: Term): number {
  if (t instanceof Atom) return t.hash;
  if (typeof t === "number") return small(0, t) >>> 0;
  const stack: Work[] = [];
  // Per map under way: the hash before it and the pairs' hashes so far.
  const saved: number[] = [];
  let pairs = 0;
  let h = 0;
  for (;;) {
    if (t instanceof Cons && t !== NIL) {
      // Bytes in lists, four at a time.
      let cell: Term = t;
      let chunk = 0;
      let count = 0;
      while (cell instanceof Cons && cell !== NIL) {
        const c: Term = cell.head;
        if (typeof c !== "number" || c < 0 || c > 255) break;
        chunk = (chunk << 8) + c;
        if (count === 3) {
          h = one(h, chunk, K4_STRING);
          count = chunk = 0;
        } else count++;
        cell = cell.tail;
      }
      if (count > 0) h = one(h, chunk, K4_STRING);
      if (cell instanceof Cons && cell !== NIL) {
        stack.push(cell.tail);
        t = cell.head;
      } else t = cell;
      continue;
    }
    if (t instanceof Tuple) {
      const es = tupleToArray(t);
      const n = es.length;
      h = one(h, n, K9_TUPLE);
      if (n > 0) {
        for (let i = n - 1; i > 0; i--) stack.push(es[i]!);
        t = es[0]!;
        continue;
      }
    } else if (t instanceof ErlMap) {
      h = one(h, t.size, K16_MAP);
      if (t.size > 0) {
        saved.push(pairs, h);
        stack.push(TAIL);
        h = pairs = 0;
        const keys = t.keyArray();
        const values = t.valueArray();
        for (let i = keys.length - 1; i >= 0; i--) stack.push(PAIR, values[i]!, keys[i]!);
      }
    } else if (t instanceof Fun) {
      h = fun(h, t);
      if (t.code.numFree > 0) {
        const env = funEnv(t);
        for (let i = env.length - 1; i > 0; i--) stack.push(env[i]!);
        t = env[0]!;
        continue;
      }
    } else if (t instanceof NativeRecord) {
      const n = t.values.length;
      h = two(h, n, definitionHash(t.definition) | 0, K23_RECORD);
      if (n > 0) {
        for (let i = n - 1; i > 0; i--) stack.push(t.values[i]!);
        t = t.values[0]!;
        continue;
      }
    } else h = leaf(h, t);
    // What comes next; the marks of finished pairs and maps are worked off.
    let next: Work | undefined;
    for (;;) {
      next = stack.pop();
      if (next === PAIR) {
        pairs ^= h;
        h = 0;
      } else if (next === TAIL) {
        h = one(saved.pop()!, pairs, K19_PAIRS);
        pairs = saved.pop()!;
      } else break;
    }
    if (next === undefined) return h >>> 0;
    t = next as Term;
  }
}

function leaf(h: number, t: Term): number {
  if (t instanceof Atom) return h === 0 ? t.hash | 0 : one(h, t.hash | 0, K3_ATOM);
  if (typeof t === "number") return small(h, t);
  if (t === NIL) return h === 0 ? NIL_FIRST : one(h, 2, K2_NIL);
  if (t instanceof Bits) return bits(h, t);
  if (t instanceof Float) return floating(h, t.value);
  if (typeof t === "bigint") return big(h, t);
  if (t instanceof Pid) return one(h, t.id, K5_PID);
  if (t instanceof Ref) return one(h, t.n0, K7_REF);
  const id = BigInt((t as Port).id);
  return two(h, Number(BigInt.asIntN(32, id)), Number(BigInt.asIntN(32, id >> 32n)), K6_PORT);
}

function fun(h: number, f: Fun): number {
  const c = f.code;
  if (c.external) return one(two(h, c.arity, c.module.hash | 0, K1), c.name.hash | 0, K14_EXPORT);
  return two(two(h, c.numFree, c.module.hash | 0, K1), c.index, c.oldUniq | 0, K1);
}

// -- phash.

const P1 = 268440163;
const P2 = 268439161;
const P3 = 268435459;
const P4 = 268436141;
const P5 = 268438633;
const P6 = 268437017;
const P8 = 268437511;
const P9 = 268439627;
const P10 = 268440479;
const P11 = 268440577;
const P12 = 268440581;
const P13 = 268440593;
const P14 = 268440611;
const P15 = 268440629;

/** `h * prime + x`, modulo 2^32. */
function step(h: number, prime: number, x: number): number {
  return (Math.imul(h, prime) + x) | 0;
}

/** The four bytes of `x`, lowest first. */
function bytes4(h: number, x: number, prime: number): number {
  h = step(h, prime, x & 255);
  h = step(h, prime, (x >>> 8) & 255);
  h = step(h, prime, (x >>> 16) & 255);
  return step(h, prime, x >>> 24);
}

/** Marks on phash's stack: a tuple's or record's arity is mixed in at its end, a list's end has a factor of its own. */
class End {
  readonly prime: number;
  readonly arity: number;
  constructor(prime: number, arity: number) {
    this.prime = prime;
    this.arity = arity;
  }
}
/** Above a list's tail. */
const CDR = Symbol("cdr");
const LIST_END = Symbol("list end");

/** `phash` before it is cut to a range: an unsigned 32-bit number. */
export function makeHash(t: Term): number {
  const stack: (Term | End | typeof CDR | typeof LIST_END)[] = [];
  let h = 0;
  for (;;) {
    if (t instanceof Cons && t !== NIL) {
      let cell: Term = t;
      while (cell instanceof Cons && cell !== NIL) {
        const c: Term = cell.head;
        if (typeof c !== "number" || c < 0 || c > 255) break;
        h = step(h, P2, c);
        cell = cell.tail;
      }
      if (cell instanceof Cons && cell !== NIL) {
        stack.push(cell.tail, CDR);
        t = cell.head;
      } else {
        stack.push(LIST_END);
        t = cell;
      }
      continue;
    }
    if (t instanceof Tuple) {
      const es = tupleToArray(t);
      stack.push(new End(P9, es.length));
      for (let i = es.length - 1; i >= 0; i--) stack.push(es[i]!);
    } else if (t instanceof Fun) {
      h = fun1(h, t);
      const env = funEnv(t);
      for (let i = env.length - 1; i >= 0; i--) stack.push(env[i]!);
    } else if (t instanceof NativeRecord) {
      // OTP hashes the words of the definition, among them its keys by atom index, which are its own.
      stack.push(new End(P15, t.values.length + 1));
      for (let i = t.values.length - 1; i >= 0; i--) stack.push(t.values[i]!);
      h = step(h, P15, definitionHash(t.definition) | 0);
    } else h = leaf1(h, t);
    for (;;) {
      const next = stack.pop();
      if (next === undefined) return h >>> 0;
      if (next instanceof End) h = step(h, next.prime, next.arity);
      else if (next === LIST_END) h = Math.imul(h, P8);
      else if (next === CDR) {
        const tail = stack.pop() as Term;
        if (!(tail instanceof Cons) || tail === NIL) stack.push(LIST_END);
        t = tail;
        break;
      } else {
        t = next as Term;
        break;
      }
    }
  }
}

function leaf1(h: number, t: Term): number {
  if (t instanceof Atom) return step(h, P1, t.hash | 0);
  if (typeof t === "number") {
    const m = t < 0 ? -t : t;
    h = bytes4(h, m | 0, P2);
    const high = Math.floor(m / TWO32);
    if (high !== 0) h = bytes4(h, high, P2);
    return Math.imul(h, t < 0 ? P4 : P3);
  }
  if (t === NIL) return step(h, P3, 1);
  if (t instanceof Bits) return bits1(h, t);
  if (t instanceof Float) {
    const high = doubleBits(t.value + 0);
    return step(h, P6, high ^ lowBits());
  }
  if (typeof t === "bigint") {
    const words = words32(t);
    const n = words[words.length - 1] === 0 ? words.length - 1 : words.length;
    for (let i = 0; i < n; i++) h = bytes4(h, words[i]!, P2);
    return Math.imul(h, t < 0n ? P4 : P3);
  }
  if (t instanceof Pid) return Math.imul(bytes4(h, t.id, P5), P6);
  if (t instanceof Ref) return Math.imul(bytes4(h, t.n0, P9), P10);
  if (t instanceof ErlMap) return (step(h, P13, P14) + makeHash2(t)) | 0;
  const id = BigInt((t as Port).id);
  const high = Number(BigInt.asIntN(32, id >> 32n));
  if (high !== 0) h = bytes4(h, high, P11);
  return Math.imul(bytes4(h, Number(BigInt.asIntN(32, id)), P9), P10);
}

function fun1(h: number, f: Fun): number {
  const c = f.code;
  if (c.external) return step(step(step(h, P11, c.arity), P1, c.module.hash | 0), P1, c.name.hash | 0);
  return step(step(step(step(h, P10, c.numFree), P1, c.module.hash | 0), P2, c.index), P2, c.oldUniq | 0);
}

function bits1(h: number, t: Bits): number {
  const bytes = bytesOf(t);
  const n = t.size >>> 3;
  const rest = t.size & 7;
  for (let i = 0; i < n; i++) h = step(h, P1, bytes[i]!);
  if (rest !== 0) h = step(step(h, P1, bytes[n]! >> (8 - rest)), P12, rest);
  return step(h, P4, n);
}
