/**
 * Matching bitstrings: the match context and what generated code calls for the bs_get, bs_skip, bs_test and bs_match
 * instructions.
 *
 * Invariant: a context is mutable and belongs to one function activation at a time, as in OTP: it is passed on as an
 * argument and reused there (`bsStart` of a context gives the context). Positions are absolute bit positions in `bytes`,
 * below 2^32, so `pos >>> 3` finds the byte.
 * OTP: erl_bits.c (erts_bs_get_*), bs_instrs.tab.
 *
 * How to generate code:
 * - Flags come from `bsFlags(operand)` (beam/bs_flags.ts). A field size that is a term goes through `bsFieldSize(term, unit)`: -1 means
 *   no match. Then `n > c.end - c.pos` means no match.
 * - `bsGet*` check the remaining size, `bsTake*` don't (after ensure_at_least and the like).
 * - An unsigned big-endian integer of known size, after the check:
 *     p = c.pos; b = c.bytes;
 *     if ((p & 7) === 0) { i = p >>> 3; x1 = b[i]; x2 = (b[i + 1] << 8) | b[i + 2]; }      // all fields of one bs_match at once
 *     else { x1 = readUint(b, p, 8); x2 = readUint(b, p + 8, 16); }                        // util/bits.ts
 *     c.pos = p + 24;
 *   A field that begins inside a byte is as constant in the aligned case: `<<A:3, B:5, C:12, ...>>` is
 *   `b[i] >> 5`, `b[i] & 31`, `(b[i + 1] << 4) | (b[i + 2] >> 4)`.
 * - Signed of n <= 32 bits: `v << (32 - n) >> (32 - n)` of the unsigned value.
 * - get_tail, binary: `new Bits(c.bytes, p, n, null)`; `bsTail(c)` keeps no bytes alive for an empty tail.
 * - bs_get_position is `c.pos`, bs_set_position is `c.pos = bsPosition(c, p)`.
 */
import { LITTLE, SIGNED } from "../beam/bs_flags.ts";
import { Bits, EMPTY_BINARY } from "../term/bits.ts";
import type { Term } from "../term/term.ts";
import { bigFromBytes, normalBig } from "../util/bigbits.ts";
import { compareBitRuns, copyBits, readSmall, readUint, readUintLittle } from "../util/bits.ts";
import { doubleFromBits, halfFromBits, singleFromBits } from "../util/half.ts";
import { decodeAt, utf8Length } from "../util/utf8.ts";

export class MatchContext {
  readonly bytes: Uint8Array;
  /** The next bit. */
  pos: number;
  /** The bit after the last. */
  readonly end: number;
  /** The first bit. */
  readonly start: number;
  constructor(bytes: Uint8Array, start: number, end: number) {
    this.bytes = bytes;
    this.pos = start;
    this.end = end;
    this.start = start;
  }
}
Object.setPrototypeOf(MatchContext.prototype, null);

/** bs_start_match3/4: a context for a bitstring, the context itself for a context, undefined (no match) for other terms. */
export function bsStart(t: unknown): MatchContext | undefined {
  // Loops pass their context on, so that is the frequent case.
  if (t instanceof MatchContext) return t;
  return t instanceof Bits ? new MatchContext(t.bytes, t.offset, t.offset + t.size) : undefined;
}

/** `p` as a position of `c`. In a file that no compiler made it may be another context's: bytes beside the binary. */
export function bsPosition(c: MatchContext, p: number): number {
  if (p >= c.start && p <= c.end) return p;
  throw new TypeError("no position of this binary");
}

/** Is `t` a match context, whose remaining size has none of the bits in `mask`? */
export function isContextOf(t: unknown, mask: number): boolean {
  return t instanceof MatchContext && ((t.end - t.pos) & mask) === 0;
}

/** What remains of `c` as a term: bs_get_tail, and a context that a stack trace or trace message shows. Doesn't advance. */
export function bsTail(c: MatchContext): Bits {
  const n = c.end - c.pos;
  return n === 0 ? EMPTY_BINARY : new Bits(c.bytes, c.pos, n, null);
}

/** Number of bits of a field with size term `size`; -1 when that matches nothing. */
export function bsFieldSize(size: Term, unit: number): number {
  return typeof size === "number" && size >= 0 ? size * unit : -1;
}

// -- Integers.

/**
 * Longest integer that OTP keeps, in bytes without the sign; a field that holds a larger one doesn't match.
 * OTP: BIG_ARITY_MAX in big.h, 65535 words.
 */
const MAX_INTEGER_BYTES = 65535 * 8;

/** bs_get_integer2: undefined when `n` is -1 or fewer than `n` bits remain (or the integer is larger than any may be). */
export function bsGetInteger(c: MatchContext, n: number, flags: number): number | bigint | undefined {
  return n < 0 || n > c.end - c.pos ? undefined : bsTakeInteger(c, n, flags);
}

/** The integer of the next `n` bits, which remain. Undefined only when it is larger than any integer may be. */
export function bsTakeInteger(c: MatchContext, n: number, flags: number): number | bigint | undefined {
  const p = c.pos;
  if (n > 53) {
    const v = bigField(c.bytes, p, n, flags);
    if (v !== undefined) c.pos = p + n;
    return v;
  }
  c.pos = p + n;
  if (n === 0) return 0;
  const v = (flags & LITTLE) === 0 ? readUint(c.bytes, p, n) : readUintLittle(c.bytes, p, n);
  if ((flags & SIGNED) === 0) return v;
  if (n <= 32) return (v << (32 - n)) >> (32 - n);
  return v >= 2 ** (n - 1) ? v - 2 ** n : v;
}

/** The unsigned big-endian integer of the next `n <= 53` bits, which remain. */
export function bsTakeUint(c: MatchContext, n: number): number {
  const p = c.pos;
  c.pos = p + n;
  return readUint(c.bytes, p, n);
}

function bigField(bytes: Uint8Array, pos: number, n: number, flags: number): number | bigint | undefined {
  const len = (n + 7) >>> 3;
  const rest = n & 7;
  let buf: Uint8Array = bytes;
  let from = pos >>> 3;
  if ((flags & LITTLE) !== 0) {
    buf = new Uint8Array(len);
    from = 0;
    copyBits(bytes, pos, buf, 0, n);
    // The last, partial byte holds the highest bits: right-align it, then turn all around.
    if (rest !== 0) buf[len - 1] = (buf[len - 1] as number) >>> (8 - rest);
    buf.reverse();
  } else if (rest !== 0 || (pos & 7) !== 0) {
    buf = new Uint8Array(len);
    from = 0;
    copyBits(bytes, pos, buf, rest === 0 ? 0 : 8 - rest, n);
  }
  const to = from + len;
  const signBit = rest === 0 ? 0x80 : 1 << (rest - 1);
  if ((flags & SIGNED) === 0 || ((buf[from] as number) & signBit) === 0) {
    if (len > MAX_INTEGER_BYTES && tooLong(buf, from, to)) return undefined;
    return normalBig(bigFromBytes(buf, from, to));
  }
  // Negative: complement the bytes, so that leading ones cost no more than leading zeros do.
  const inverted = new Uint8Array(len);
  for (let i = 0; i < len; i++) inverted[i] = ~(buf[from + i] as number);
  if (rest !== 0) inverted[0] = (inverted[0] as number) & (0xff >>> (8 - rest));
  if (len > MAX_INTEGER_BYTES && (tooLong(inverted, 0, len) || tooLongByOne(inverted))) return undefined;
  return normalBig(~bigFromBytes(inverted, 0, len));
}

function tooLong(bytes: Uint8Array, from: number, to: number): boolean {
  let i = from;
  while (i < to && bytes[i] === 0) i++;
  return to - i > MAX_INTEGER_BYTES;
}

/** Is the complement of these bytes minus the power of two that just doesn't fit? */
function tooLongByOne(bytes: Uint8Array): boolean {
  for (let i = bytes.length - MAX_INTEGER_BYTES; i < bytes.length; i++) if (bytes[i] !== 0xff) return false;
  return true;
}

// -- Floats.

/** bs_get_float2: the double, NaN for no match (too few bits, a size that is none, not finite). Size 0 gives 0.0. */
export function bsGetFloat(c: MatchContext, n: number, flags: number): number {
  if (n === 0) return 0;
  const p = c.pos;
  if (n > c.end - p) return Number.NaN;
  let v: number;
  const little = (flags & LITTLE) !== 0;
  if (n === 64) {
    if (little) v = doubleFromBits(readUintLittle(c.bytes, p + 32, 32), readUintLittle(c.bytes, p, 32));
    else v = doubleFromBits(readUint(c.bytes, p, 32), readUint(c.bytes, p + 32, 32));
  } else if (n === 32) {
    v = singleFromBits(little ? readUintLittle(c.bytes, p, 32) : readUint(c.bytes, p, 32));
  } else if (n === 16) {
    v = halfFromBits(little ? readUintLittle(c.bytes, p, 16) : readUint(c.bytes, p, 16));
  } else return Number.NaN;
  if (!Number.isNaN(v)) c.pos = p + n;
  return v;
}

/** The size of a float field from a size term; -1 when it matches nothing. OTP refuses sizes above 64 before the unit counts. */
export function bsFloatSize(size: Term, unit: number): number {
  return typeof size === "number" && size >= 0 && size <= 64 ? size * unit : -1;
}

// -- Binaries, skipping, tests.

/** bs_get_binary2 with a size: undefined when `n` is -1 or fewer than `n` bits remain. */
export function bsGetBinary(c: MatchContext, n: number): Bits | undefined {
  return n < 0 || n > c.end - c.pos ? undefined : bsTakeBinary(c, n);
}

/** The next `n` bits, which remain. */
export function bsTakeBinary(c: MatchContext, n: number): Bits {
  const p = c.pos;
  c.pos = p + n;
  return n === 0 ? EMPTY_BINARY : new Bits(c.bytes, p, n, null);
}

/** bs_get_binary2 with size `all`: undefined unless the rest is a multiple of `unit` bits. */
export function bsGetAll(c: MatchContext, unit: number): Bits | undefined {
  if ((c.end - c.pos) % unit !== 0) return undefined;
  const b = bsTail(c);
  c.pos = c.end;
  return b;
}

/** bs_skip_bits2: false when fewer than `n` bits remain, or for a size that is none (-1). */
export function bsSkip(c: MatchContext, n: number): boolean {
  if (n < 0 || n > c.end - c.pos) return false;
  c.pos += n;
  return true;
}

/** bs_skip_bits2 with size `all`, bs_test_unit (which doesn't advance). */
export function bsTestUnit(c: MatchContext, unit: number): boolean {
  return (c.end - c.pos) % unit === 0;
}

/** bs_match_string: are the next `n` bits those of `text` from byte `from` on? Advances past them if so. */
export function bsMatchString(c: MatchContext, text: Uint8Array, from: number, n: number): boolean {
  const p = c.pos;
  if (n > c.end - p || compareBitRuns(c.bytes, p, text, from * 8, n) !== 0) return false;
  c.pos = p + n;
  return true;
}

// -- Unicode. Each returns -1 for no match. bs_skip_utf* are the same functions.

/** bs_get_utf8: the code point, or -1. */
export function bsGetUtf8(c: MatchContext): number {
  const p = c.pos;
  const left = c.end - p;
  if (left < 8) return -1;
  let v: number;
  if ((p & 7) === 0) {
    v = c.bytes[p >>> 3] as number;
    if (v < 0x80) {
      c.pos = p + 8;
      return v;
    }
    v = decodeAt(c.bytes, p >>> 3, (p >>> 3) + (left >>> 3));
  } else {
    const n = left >= 32 ? 32 : left & ~7;
    const buf = new Uint8Array(4);
    copyBits(c.bytes, p, buf, 0, n);
    v = decodeAt(buf, 0, n >>> 3);
  }
  if (v < 0) return -1;
  c.pos = p + utf8Length(v) * 8;
  return v;
}

/** bs_get_utf16: the code point, or -1. */
export function bsGetUtf16(c: MatchContext, flags: number): number {
  const p = c.pos;
  const left = c.end - p;
  if (left < 16) return -1;
  const w1 = word16(c.bytes, p, flags);
  if (w1 < 0xd800 || w1 > 0xdfff) {
    c.pos = p + 16;
    return w1;
  }
  if (w1 > 0xdbff || left < 32) return -1;
  const w2 = word16(c.bytes, p + 16, flags);
  if (w2 < 0xdc00 || w2 > 0xdfff) return -1;
  c.pos = p + 32;
  return (((w1 & 0x3ff) << 10) | (w2 & 0x3ff)) + 0x10000;
}

function word16(bytes: Uint8Array, p: number, flags: number): number {
  const w = readUint(bytes, p, 16);
  return (flags & LITTLE) === 0 ? w : ((w & 0xff) << 8) | (w >>> 8);
}

/** bs_get_utf32: the code point, or -1. */
export function bsGetUtf32(c: MatchContext, flags: number): number {
  const p = c.pos;
  if (c.end - p < 32) return -1;
  const v = (flags & LITTLE) === 0 ? readUint(c.bytes, p, 32) : readUintLittle(c.bytes, p, 32);
  if (v > 0x10ffff || (v >= 0xd800 && v <= 0xdfff)) return -1;
  c.pos = p + 32;
  return v;
}

/** Byte at bit position `p`, wherever that is: for generated code whose context need not be aligned. */
export function bsByte(bytes: Uint8Array, p: number): number {
  return (p & 7) === 0 ? (bytes[p >>> 3] as number) : readSmall(bytes, p, 8);
}
