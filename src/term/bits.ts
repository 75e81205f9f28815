/**
 * Bitstrings: `size` bits from bit `offset` of a shared `Uint8Array`.
 * Invariant: bytes inside a visible bitstring never change; an append to the newest binary over a buffer extends
 * that buffer in place beyond every visible end (`Spare`). Bits outside a bitstring's range may hold anything.
 * OTP: ErlSubBits and Binary in erl_bits.h.
 */
import { compareBitRuns, copyBits, copyBytes, readSmall } from "../util/bits.ts";
import { utf8Encode } from "../util/utf8.ts";

/**
 * Longest binary in bytes, more is `system_limit`: that of OTP on 32-bit machines. So every bit position is below 2^32
 * and `position >>> 3` finds its byte.
 */
export const MAX_BINARY_BYTES = 0x1fffffff;
export const MAX_BINARY_BITS = MAX_BINARY_BYTES * 8;

/** How far a growing buffer is in use. The bitstring that ends at `used` may be extended in place up to `limit`. Both in bits. */
export class Spare {
  used: number;
  readonly limit: number;
  constructor(used: number, limit: number) {
    this.used = used;
    this.limit = limit;
  }
}
/** Of the result of a first append, made without room: most stay as they are; the next append to it makes room. */
export const NO_ROOM = new Spare(-1, -1);

export class Bits {
  readonly bytes: Uint8Array;
  /** First bit, counted from the start of `bytes`. */
  readonly offset: number;
  /** Number of bits. */
  readonly size: number;
  /** Set for the result of an append: whether `bytes` has room behind what is used. */
  readonly spare: Spare | null;
  constructor(bytes: Uint8Array, offset: number, size: number, spare: Spare | null = null) {
    this.bytes = bytes;
    this.offset = offset;
    this.size = size;
    this.spare = spare;
  }
}
Object.setPrototypeOf(Bits.prototype, null);

/** A binary over `bytes`, which the caller does not write again. */
export function binary(bytes: Uint8Array): Bits {
  return new Bits(bytes, 0, bytes.length * 8, null);
}

export const EMPTY_BINARY = binary(new Uint8Array(0));

/** A binary of the UTF-8 bytes of `s`. */
export function fromUtf8String(s: string): Bits {
  return binary(utf8Encode(s));
}

// -- Small binaries come out of slabs.
//
// Measured on V8 (node 20): `new Uint8Array(n)` with its garbage collection takes 32 to 45 ns up to 64 bytes and 900 ns
// from 65 bytes on; carved out of a slab of 4 KB it takes 20 ns at 4 bytes, 46 at 60, 64 at 100 and 112 at 250, and the memory of
// an array object (some 200 bytes) is shared. A larger slab gains little and would be kept alive by each small binary.
// Binaries above SLAB_MAX come out of a second, larger slab, up to where an array of their own is as good.
// The slabs are module state that no program can observe: a binary's bytes are written before anyone sees them, and
// nothing reads outside a bitstring's range.

const SLAB_BYTES = 4096;
/** Largest number of bytes that is carved out of the slab. */
export const SLAB_MAX = 256;
let slab: Uint8Array = new Uint8Array(0);
let slabUsed = 0;

/**
 * Room for `n <= SLAB_MAX` bytes that the caller fills at once: returns the first bit's position in `slabBytes()`, which the
 * caller reads right after. The room's contents are arbitrary.
 */
export function takeSlab(n: number): number {
  const at = slabUsed;
  if (at + n <= slab.length) {
    slabUsed = at + n;
    return at * 8;
  }
  // In a buffer that is larger, which tells it from a binary of 4 KB.
  slab = new Uint8Array(new ArrayBuffer(SLAB_BYTES + 8), 0, SLAB_BYTES);
  slabUsed = n;
  return 0;
}
/** The array of the last `takeSlab`. */
export function slabBytes(): Uint8Array {
  return slab;
}

const LARGE_SLAB_BYTES = 16384;
/** Largest number of bytes that is carved out of the larger slab. */
export const LARGE_SLAB_MAX = 1024;
let largeSlab: Uint8Array = new Uint8Array(0);
let largeSlabUsed = 0;
/** Where the binaries of a large slab end, in bytes and ascending: with that `referencedBytes` finds the one that a part is of. */
const LARGE_SLAB_ENDS = new WeakMap<Uint8Array, number[]>();
let largeSlabEnds: number[] = [];

/** As `takeSlab`, for `SLAB_MAX < n <= LARGE_SLAB_MAX`. */
export function takeLargeSlab(n: number): number {
  const at = largeSlabUsed;
  if (at + n <= largeSlab.length) {
    largeSlabUsed = at + n;
    largeSlabEnds.push(at + n);
    return at * 8;
  }
  largeSlab = new Uint8Array(LARGE_SLAB_BYTES);
  largeSlabUsed = n;
  largeSlabEnds = [n];
  LARGE_SLAB_ENDS.set(largeSlab, largeSlabEnds);
  return 0;
}
export function largeSlabBytes(): Uint8Array {
  return largeSlab;
}

/** A binary with a copy of bytes `from` to `to` of `bytes`. */
export function copyOfBytes(bytes: Uint8Array, from: number, to: number): Bits {
  const n = to - from;
  if (n === 0) return EMPTY_BINARY;
  if (n > LARGE_SLAB_MAX) return binary(bytes.slice(from, to));
  const small = n <= SLAB_MAX;
  const at = small ? takeSlab(n) : takeLargeSlab(n);
  const out = small ? slab : largeSlab;
  copyBytes(bytes, from, out, at >>> 3, n);
  return new Bits(out, at, n * 8, null);
}

// -- Reading.

/** True for a whole number of bytes: a binary. */
export function isBinary(x: unknown): x is Bits {
  return x instanceof Bits && (x.size & 7) === 0;
}

/** Number of bytes, a last partial one counted. */
export function byteSize(b: Bits): number {
  return (b.size + 7) >>> 3;
}

/** Byte `i` of `b`; the caller has checked that all its bits are inside. */
export function byteAt(b: Bits, i: number): number {
  const p = b.offset + i * 8;
  return (p & 7) === 0 ? (b.bytes[p >>> 3] as number) : readSmall(b.bytes, p, 8);
}

/**
 * The bytes of `b`: a view where `b` is byte-aligned and whole, else a copy whose last byte holds the last bits at its top,
 * padded with zeros. The caller does not write to it.
 */
export function bytesOf(b: Bits): Uint8Array {
  const n = byteSize(b);
  if (((b.offset | b.size) & 7) === 0) {
    const from = b.offset >>> 3;
    return from === 0 && n === b.bytes.length ? b.bytes : b.bytes.subarray(from, from + n);
  }
  const out = new Uint8Array(n);
  copyBits(b.bytes, b.offset, out, 0, b.size);
  return out;
}

/** `size` bits of `b` from bit `from` on, sharing its bytes. */
export function subBits(b: Bits, from: number, size: number): Bits {
  return new Bits(b.bytes, b.offset + from, size, null);
}

/** Term order of bitstrings: bit by bit, a prefix is less. Negative, 0 or positive. */
export function compareBits(a: Bits, b: Bits): number {
  const n = Math.min(a.size, b.size);
  const c = compareBitRuns(a.bytes, a.offset, b.bytes, b.offset, n);
  return c !== 0 ? c : a.size - b.size;
}

export function equalBits(a: Bits, b: Bits): boolean {
  return a === b || (a.size === b.size && compareBitRuns(a.bytes, a.offset, b.bytes, b.offset, a.size) === 0);
}

/** Bytes of the binary that `b` is a part of; of one in the small slab or in a buffer with room, the bytes of `b` alone. */
export function referencedBytes(b: Bits): number {
  const n = b.bytes.length;
  if (b.spare !== null || (n === SLAB_BYTES && b.bytes.buffer.byteLength > n)) return byteSize(b);
  const ends = LARGE_SLAB_ENDS.get(b.bytes);
  if (ends === undefined) return n;
  const i = ends.findIndex((end) => end * 8 > b.offset);
  // An empty one may lie behind the last.
  return i < 0 ? 0 : (ends[i] as number) - (i === 0 ? 0 : (ends[i - 1] as number));
}
