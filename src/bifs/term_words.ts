/**
 * Sizes of terms in words of a 64-bit OTP.
 * Sizes are those of OTP's representation, exact but for maps above 32 keys, whose tree has another shape here.
 * OTP: size_object() in copy.c, sizes of terms in erl_term.h, erl_bits.h, erl_fun.h and erl_map.h.
 */
import { Atom } from "../term/atom.ts";
import { Bits } from "../term/bits.ts";
import { Float } from "../term/float.ts";
import { Fun, funEnv } from "../term/fun.ts";
import { Pid, Port, Ref } from "../term/identifier.ts";
import { Cons, NIL } from "../term/list.ts";
import { ErlMap, MAP_SMALL_LIMIT } from "../term/map.ts";
import { NativeRecord } from "../term/native_record.ts";
import type { Term } from "../term/term.ts";
import { arity, element, Tuple } from "../term/tuple.ts";

export interface Unless {
  /** Terms that have been counted: what is found again counts once. */
  readonly seen?: Set<Term>;
  /** Terms of literal areas: they are not copied, nor is what each fun of a module shares. */
  readonly literals?: WeakSet<object>;
}

/** Words of `top` and all below it; shared terms again and again. */
export function flatWords(top: Term, release: number, { seen, literals }: Unless = {}): number {
  let n = 0;
  const stack: Term[] = [top];
  while (stack.length > 0) {
    let t = stack.pop() as Term;
    // A list's spine is walked here, so that the stack stays as deep as terms are nested.
    while (t instanceof Cons && t !== NIL) {
      if (seen?.has(t) || literals?.has(t)) break;
      seen?.add(t);
      n += 2;
      const head: Term = t.head;
      if (typeof head === "object" && !(head instanceof Atom)) stack.push(head);
      else if (typeof head === "bigint") n += bigWords(head);
      t = t.tail;
    }
    if (t instanceof Cons || t instanceof Atom || typeof t === "number") continue;
    if (typeof t === "bigint") n += bigWords(t);
    else {
      if (seen?.has(t) || literals?.has(t)) continue;
      seen?.add(t);
      n += ownWords(t, release, literals !== undefined);
      pushParts(t, stack);
    }
  }
  return n;
}

/** Words of a boxed term itself. `built`: as code makes it, without what belongs to its module. */
export function ownWords(t: Term, release: number, built: boolean): number {
  if (t instanceof Float) return 2;
  if (t instanceof Tuple) return tupleWords(arity(t));
  if (t instanceof Bits) return bitsWords(t.size, release);
  if (t instanceof ErlMap) {
    const size = t.size;
    // A flat map is header, size, keys tuple (shared with others of the same shape, counted all the same) and values.
    if (size <= MAP_SMALL_LIMIT) return size === 0 ? 3 : 3 + size + size + 1;
    // Leaves are cells; a tree over n of them has about 0.73 n words of nodes and as many pointers to leaves.
    return Math.round(3.73 * size);
  }
  if (t instanceof Pid) return t.node === undefined ? 0 : 5;
  if (t instanceof Port) return t.node === undefined ? 0 : 5;
  if (t instanceof Ref) return t.node === undefined ? 3 : 5;
  if (t instanceof Fun) return t.code.external ? 2 : funWords(t.code.numFree, release, built);
  if (t instanceof NativeRecord) return 2 + t.values.length;
  return 0;
}

export function tupleWords(size: number): number {
  return size === 0 ? 0 : size + 1;
}

/** Of a local fun. OTP 27 has a reference besides, three words that all funs of one place in the code share. */
export function funWords(numFree: number, release: number, built: boolean): number {
  return (release === 25 ? 5 : release === 27 ? (built ? 3 : 6) : 2) + numFree;
}

/** Pushes the terms that `t`, which is no list, contains. */
export function pushParts(t: Term, stack: Term[]): void {
  if (t instanceof Tuple) for (let i = arity(t); i > 0; ) stack.push(element(t, --i));
  else if (t instanceof ErlMap) {
    for (const k of t.keyArray()) stack.push(k);
    for (const v of t.valueArray()) stack.push(v);
  } else if (t instanceof Fun) for (const v of funEnv(t)) stack.push(v);
  else if (t instanceof NativeRecord) for (const v of t.values) stack.push(v);
}

/** A header and one word for each 64 bits; OTP's small integers have 60 bits. */
export function bigWords(n: bigint): number {
  const size = n < 0n ? -n : n;
  if (n >= 0n ? size >> 59n === 0n : size <= 1n << 59n) return 0;
  return 1 + Math.ceil(size.toString(16).length / 16);
}

/** The bits that a heap has room for itself. OTP: ERL_ONHEAP_BITS_LIMIT. */
export const ON_HEAP_BITS = 512;

/** A heap bitstring: header, size and the bits. OTP: heap_bits_size(). */
export function heapBitsWords(bits: number): number {
  return 2 + Math.ceil(bits / 64);
}

/** A heap bitstring; above 64 bytes a reference to a buffer outside. */
function bitsWords(bits: number, release: number): number {
  const bytes = (bits + 7) >>> 3;
  if (release === 25) {
    // A bitstring that is no binary is a sub binary (5 words) of one.
    return ((bits & 7) === 0 ? 0 : 5) + (bits >>> 3 <= 64 ? 2 + ((bytes + 7) >>> 3) : 6);
  }
  return bits <= ON_HEAP_BITS ? heapBitsWords(bits) : 8;
}
