/**
 * Constructing bitstrings: what generated code calls for bs_create_bin and the older bs_init, bs_append and bs_put family.
 *
 * Invariant: the size of the result is known before the first bit is written, as in OTP: `begin`, `append` and
 * `privateAppend` give the finished `Bits`, whose bits the `put` functions then fill. Nothing else runs in between, so that
 * one builder serves an Exec.
 * OTP: i_bs_create_bin in bs_instrs.tab and instr_bs.cpp, erl_bits.c.
 *
 * How to generate code for bs_create_bin, `b` being `S.bs`:
 * 1. Sizes, in the order of segments. Constant ones are added at compile time. `binary` with size `all`: `bsSizeAll(v)`,
 *    a size term: `bsSize(term, unit)`, utf8: `bsSizeUtf8(v)`, utf16: `bsSizeUtf16(v)`, utf32: `bsSizeUtf32(v)`. A negative
 *    result fails: jump to the fail label, or `return bsFailSize(S, segment, op, sizeTerm, result)`, for a size that is
 *    the source's own `return bsFailType(S, segment, op, source)`.
 * 2. `r = b.begin(n)`, or for a first segment of type append `r = b.append(source, n, unit)`, for private_append
 *    `b.privateAppend(source, n, unit)`, `n` being the bits of the other segments. `undefined` fails:
 *    `return bsFailPut(S, b, segment, "append")`.
 * 3. One `put` for each other segment. `false` fails: `return bsFailPut(S, b, segment, op)`. `op` is the segment's type.
 * 4. `r` is the result.
 * An integer of at most 32 bits, whole bytes, at a place that is known to be byte-aligned can be stored directly; nothing
 * needs masking, since a store takes the value modulo 256:
 *   if (typeof v === "number") { bytes = b.bytes; i = b.pos >>> 3; bytes[i] = v >> 8; bytes[i + 1] = v; b.pos += 16; }
 *   else if (!b.putInteger(v, 16, 0)) ...
 * A failure leaves in `S.cause` what the stack trace needs: error_info is
 * `#{cause => S.cause, function => format_bs_fail, module => erl_erts_errors}`.
 */
import { LITTLE } from "../beam/bs_flags.ts";
import { bigToDouble } from "../term/arith.ts";
import { atoms } from "../term/atom.ts";
import {
  Bits,
  EMPTY_BINARY,
  LARGE_SLAB_MAX,
  largeSlabBytes,
  MAX_BINARY_BITS,
  NO_ROOM,
  SLAB_MAX,
  Spare,
  slabBytes,
  takeLargeSlab,
  takeSlab,
} from "../term/bits.ts";
import { Float } from "../term/float.ts";
import type { Term } from "../term/term.ts";
import { tuple4 } from "../term/tuple.ts";
import { bigToBytes } from "../util/bigbits.ts";
import { copyBits, writeBits, writeInteger, writeIntegerLittle } from "../util/bits.ts";
import { doubleBits, halfBits, lowBits, singleBits } from "../util/half.ts";
import { putUtf8, utf8Length } from "../util/utf8.ts";
import type { Exec } from "./exec.ts";
import type { Signal } from "./signal.ts";

const A = atoms("type", "size", "unit", "short", "no_float", "invalid");
const OPS = atoms("binary", "integer", "float", "utf8", "utf16", "utf32");
export type BsOp = keyof typeof OPS | "append" | "private_append" | "string";

/** Results of the size functions that are no size. */
export const BAD = -1;
export const TOO_LARGE = -2;

/** Above this many bytes a buffer grows by a fifth instead of doubling. OTP: GROW_PROC_BIN_SIZE. */
const SLOW_GROWTH_BYTES = 1 << 24;

/** Copying this many bits costs a reduction. OTP: BITS_PER_REDUCTION. */
const BITS_PER_REDUCTION_LOG2 = 13;

export class BitBuilder {
  /** The array being written and the next bit in it. */
  bytes: Uint8Array = EMPTY_BINARY.bytes;
  pos = 0;
  /** Of the last failure: what was wrong, the wrong value, and whether it is system_limit instead of badarg. */
  info: (typeof A)[keyof typeof A] = A.type;
  value: Term = 0;
  limit = false;
  /** Who pays for long copies: the Exec. */
  private readonly payer: { reds: number };

  constructor(payer: { reds: number } = { reds: 0 }) {
    this.payer = payer;
  }

  /** A fresh bitstring of `n` bits, to be filled. Undefined: too large. */
  begin(n: number): Bits | undefined {
    if (n > MAX_BINARY_BITS) return this.tooLarge(n);
    const bytes = this.room((n + 7) >>> 3);
    return new Bits(bytes, this.pos, n, null);
  }

  /** Makes `bytes` and `pos` those of room for `n` bytes. */
  private room(n: number): Uint8Array {
    if (n <= SLAB_MAX) {
      this.pos = takeSlab(n);
      this.bytes = slabBytes();
    } else if (n <= LARGE_SLAB_MAX) {
      this.pos = takeLargeSlab(n);
      this.bytes = largeSlabBytes();
    } else {
      this.pos = 0;
      this.bytes = new Uint8Array(n);
    }
    return this.bytes;
  }

  /** `src` followed by `n` bits to be filled; in place where `src` is the newest over a buffer with room. */
  append(src: unknown, n: number, unit: number): Bits | undefined {
    if (!(src instanceof Bits)) return this.wrong(A.type, src as Term);
    const size = src.size;
    if (unit === 8 ? (size & 7) !== 0 : size % unit !== 0) return this.wrong(A.unit, src);
    const need = size + n;
    if (need > MAX_BINARY_BITS) return this.tooLarge(src);
    if (n === 0) return src;
    const spare = src.spare;
    if (spare !== null) {
      const end = src.offset + size;
      if (spare.used === end) {
        if (end + n <= spare.limit) {
          spare.used = end + n;
          this.bytes = src.bytes;
          this.pos = end;
          return new Bits(src.bytes, src.offset, need, spare);
        }
        return this.grow(src, need);
      }
      if (spare === NO_ROOM) return this.grow(src, need);
    }
    const bytes = this.room((need + 7) >>> 3);
    const at = this.pos;
    this.pos = at;
    this.copy(src, size);
    return new Bits(bytes, at, need, NO_ROOM);
  }

  /**
   * `append` to a bitstring that nobody else holds (the compiler proved it). Changes `src` itself where it is the result of an
   * append: code of OTP 29's compiler goes on with either (comprehensions over several generators that make a binary).
   */
  privateAppend(src: unknown, n: number, unit: number): Bits | undefined {
    const spare = (src as Bits).spare;
    if (src instanceof Bits && spare !== null) {
      const end = src.offset + src.size;
      if (spare.used === end && end + n <= spare.limit) {
        spare.used = end + n;
        this.bytes = src.bytes;
        this.pos = end;
        (src as { size: number }).size += n;
        return src;
      }
      const grown = this.append(src, n, unit);
      return grown === undefined ? undefined : Object.assign(src, grown);
    }
    return this.append(src, n, unit);
  }

  private grow(src: Bits, need: number): Bits {
    const bytesNeeded = (need + 7) >>> 3;
    let capacity = bytesNeeded > SLOW_GROWTH_BYTES ? Math.floor(bytesNeeded * 1.2) : bytesNeeded * 2;
    if (capacity * 8 > MAX_BINARY_BITS) capacity = MAX_BINARY_BITS / 8;
    const bytes = this.room(capacity);
    const at = this.pos;
    this.copy(src, src.size);
    return new Bits(bytes, at, need, new Spare(at + need, at + capacity * 8));
  }

  /** Writes the first `n` bits of `src`. */
  private copy(src: Bits, n: number): void {
    copyBits(src.bytes, src.offset, this.bytes, this.pos, n);
    this.pos += n;
    if (n >>> BITS_PER_REDUCTION_LOG2 !== 0) this.payer.reds -= n >>> BITS_PER_REDUCTION_LOG2;
  }

  // -- Segments. Each writes at `pos` and advances; false: nothing was written, see `info`.

  putInteger(v: unknown, n: number, flags: number): boolean {
    const p = this.pos;
    if (typeof v !== "number" || (p & 7) !== 0 || (flags & LITTLE) !== 0) return this.putOther(v, n, flags);
    const bytes = this.bytes;
    const i = p >>> 3;
    if (n === 8) bytes[i] = v;
    else if (n === 16) {
      bytes[i] = v >> 8;
      bytes[i + 1] = v;
    } else if (n === 32) {
      bytes[i] = v >> 24;
      bytes[i + 1] = v >> 16;
      bytes[i + 2] = v >> 8;
      bytes[i + 3] = v;
    } else return this.putOther(v, n, flags);
    this.pos = p + n;
    return true;
  }

  private putOther(v: unknown, n: number, flags: number): boolean {
    const p = this.pos;
    if (typeof v === "number") {
      if ((flags & LITTLE) === 0 || n <= 8) writeInteger(this.bytes, p, v, n);
      else writeIntegerLittle(this.bytes, p, v, n);
    } else if (typeof v === "bigint") {
      if (n > 0) putBig(this.bytes, p, v, n, flags);
    } else {
      this.wrong(A.type, v as Term);
      return false;
    }
    this.pos = p + n;
    return true;
  }

  /** A 16, 32 or 64 bit float of a float or an integer. */
  putFloat(v: unknown, n: number, flags: number): boolean {
    if (n !== 64 && n !== 32 && n !== 16) {
      this.wrong(A.invalid, n);
      return false;
    }
    let d: number;
    if (v instanceof Float) d = v.value;
    else if (typeof v === "number") d = v;
    else if (typeof v === "bigint") {
      d = doubleOf(v, n);
      if (d - d !== 0) {
        this.wrong(A.no_float, v);
        return false;
      }
    } else {
      this.wrong(A.type, v as Term);
      return false;
    }
    this.putDouble(d, n, flags);
    return true;
  }

  /** `putFloat` of a raw double; `n` is 16, 32 or 64. */
  putDouble(d: number, n: number, flags: number): void {
    const p = this.pos;
    const little = (flags & LITTLE) !== 0;
    if (n === 64) {
      const hi = doubleBits(d);
      const lo = lowBits();
      if (little) {
        writeIntegerLittle(this.bytes, p, lo, 32);
        writeIntegerLittle(this.bytes, p + 32, hi, 32);
      } else {
        writeBits(this.bytes, p, hi, 32);
        writeBits(this.bytes, p + 32, lo, 32);
      }
    } else {
      const w = n === 32 ? singleBits(d) : halfBits(d);
      if (little) writeIntegerLittle(this.bytes, p, w, n);
      else writeBits(this.bytes, p, w, n);
    }
    this.pos = p + n;
  }

  /** All of `src`, which the size pass has seen to be a bitstring. */
  putAll(src: Bits, unit: number): boolean {
    const n = src.size;
    if (unit !== 1 && n % unit !== 0) {
      this.wrong(A.unit, src);
      return false;
    }
    this.copy(src, n);
    return true;
  }

  /** The first `n` bits of `src`. */
  putBinary(src: unknown, n: number): boolean {
    if (!(src instanceof Bits) || src.size < n) {
      this.wrong(src instanceof Bits ? A.short : A.type, src as Term);
      return false;
    }
    this.copy(src, n);
    return true;
  }

  /** Bytes `from` to `from + length` of the module's string table. */
  putString(text: Uint8Array, from: number, length: number): void {
    copyBits(text, from * 8, this.bytes, this.pos, length * 8);
    this.pos += length * 8;
  }

  putUtf8(v: unknown): boolean {
    if (!isCodePoint(v)) {
      this.wrong(A.type, v as Term);
      return false;
    }
    const p = this.pos;
    if ((p & 7) === 0) {
      this.pos = putUtf8(v, this.bytes, p >>> 3) * 8;
      return true;
    }
    const n = putUtf8(v, this.small, 0) * 8;
    copyBits(this.small, 0, this.bytes, p, n);
    this.pos = p + n;
    return true;
  }
  /** One character's bytes on their way to an unaligned place. */
  private readonly small = new Uint8Array(4);

  putUtf16(v: unknown, flags: number): boolean {
    if (!isCodePoint(v)) {
      this.wrong(A.type, v as Term);
      return false;
    }
    if (v < 0x10000) this.put16(v, flags);
    else {
      this.put16(0xd7c0 + (v >> 10), flags);
      this.put16(0xdc00 | (v & 0x3ff), flags);
    }
    return true;
  }

  private put16(w: number, flags: number): void {
    writeBits(this.bytes, this.pos, (flags & LITTLE) === 0 ? w : ((w & 0xff) << 8) | (w >> 8), 16);
    this.pos += 16;
  }

  putUtf32(v: unknown, flags: number): boolean {
    if (!isCodePoint(v)) {
      this.wrong(A.type, v as Term);
      return false;
    }
    return this.putInteger(v, 32, flags);
  }

  // -- Older instructions: sizes are terms. A failure is `return bsFailOld(S, b)`.

  /** bs_init2 (`unit` 8), bs_init_bits (`unit` 1). */
  init(size: Term, unit: number): Bits | undefined {
    const n = bsSize(size, unit);
    return n < 0 ? this.badSize(size, n) : this.opened(this.begin(n), n);
  }
  /** bs_append, bs_private_append: `size` is in bits. */
  appendTerm(src: unknown, size: Term, unit: number): Bits | undefined {
    const n = bsSize(size, 1);
    return n < 0 ? this.badSize(size, n) : this.opened(this.append(src, n, unit), n);
  }

  /** What the older instructions may fill: bits `from` to `to` of `target`. */
  private target: Uint8Array | undefined = undefined;
  private from = 0;
  private to = 0;

  private opened(made: Bits | undefined, n: number): Bits | undefined {
    this.target = made === undefined ? undefined : this.bytes;
    this.from = this.pos;
    this.to = this.pos + n;
    return made;
  }

  /**
   * May an older instruction write `n` bits here? Nothing ties it to the one that made room: in a file that no compiler
   * made it could write over other binaries. A negative `n` is a bad size or segment.
   */
  fits(n: number): boolean {
    if (n >= 0 && this.bytes === this.target && this.pos >= this.from && this.pos + n <= this.to) return true;
    this.wrong(A.size, n);
    return false;
  }

  /** bs_add: `a + b * unit`; below zero it is none. */
  add(a: unknown, b: unknown, unit: number): number {
    const n = bsAdd(a, b, unit);
    if (n < 0) this.limit = n === TOO_LARGE;
    return n;
  }

  private badSize(size: Term, code: number): undefined {
    if (code === TOO_LARGE) return this.tooLarge(size);
    return this.wrong(A.size, size);
  }
  private wrong(info: typeof this.info, value: Term): undefined {
    this.info = info;
    this.value = value;
    this.limit = false;
    return undefined;
  }
  private tooLarge(value: Term): undefined {
    this.info = A.size;
    this.value = value;
    this.limit = true;
    return undefined;
  }
}

/** bs_init_writable: an empty binary with room for about `size` bytes, to be appended to. */
export function bsInitWritable(size: Term): Bits {
  let n = typeof size === "number" && size >= 0 && size <= SLOW_GROWTH_BYTES ? size : 64;
  // 256 is what the compiler asks for when it doesn't know; most of these stay much smaller.
  if (n === 256 || n < 16) n = 64;
  if (n > SLAB_MAX) return new Bits(new Uint8Array(n), 0, 0, new Spare(0, n * 8));
  const at = takeSlab(n);
  return new Bits(slabBytes(), at, 0, new Spare(at, at + n * 8));
}

// -- Sizes: bits, or BAD (badarg), or TOO_LARGE (system_limit).

export function bsSizeAll(v: unknown): number {
  return v instanceof Bits ? v.size : BAD;
}

/** Bits of a segment with this size term. */
export function bsSize(size: unknown, unit: number): number {
  if (typeof size === "number") {
    if (size < 0) return BAD;
    const n = size * unit;
    return n > MAX_BINARY_BITS ? TOO_LARGE : n;
  }
  return typeof size === "bigint" && size > 0n ? TOO_LARGE : BAD;
}

export function bsSizeUtf8(v: unknown): number {
  return isCodePoint(v) ? utf8Length(v) * 8 : BAD;
}
/** Wrong values are found when they are put, as in OTP. */
export function bsSizeUtf16(v: unknown): number {
  return typeof v === "number" && v < 0x10000 ? 16 : 32;
}
export function bsSizeUtf32(v: unknown): number {
  return isCodePoint(v) ? 32 : BAD;
}

function bsAdd(a: unknown, b: unknown, unit: number): number {
  const m = bsSize(a, 1);
  const n = bsSize(b, unit);
  if (m === BAD || n === BAD) return BAD;
  return m < 0 || n < 0 || m + n > MAX_BINARY_BITS ? TOO_LARGE : m + n;
}

/** bs_utf8_size, bs_utf16_size: bytes; any number for what is no character, since the put checks again. */
export function bsUtf8Size(v: unknown): number {
  return isCodePoint(v) ? utf8Length(v) : 4;
}
export function bsUtf16Size(v: unknown): number {
  return bsSizeUtf16(v) >> 3;
}

export function isCodePoint(v: unknown): v is number {
  return typeof v === "number" && v >= 0 && v <= 0x10ffff && (v < 0xd800 || v > 0xdfff);
}

// -- Failures.

/** Raises for a size term that `bsSize` refused with `code`. */
export function bsFailSize(x: Exec, segment: number, op: BsOp, size: Term, code: number): Signal {
  return raise(x, segment, op, A.size, size, code === TOO_LARGE);
}

/** Raises for a source whose own size was asked for: `bsSizeAll`, `bsSizeUtf8`, `bsSizeUtf32`. */
export function bsFailType(x: Exec, segment: number, op: BsOp, source: Term): Signal {
  return raise(x, segment, op, A.type, source, false);
}

/** Raises for a `begin`, `append` or `put` that failed. */
export function bsFailPut(x: Exec, b: BitBuilder, segment: number, op: BsOp): Signal {
  return raise(x, segment, op, b.info, b.value, b.limit);
}

/** Raises for one of the older instructions, which say nothing about the segment. */
export function bsFailOld(x: Exec, b: BitBuilder): Signal {
  return b.limit ? x.systemLimit() : x.badarg();
}

function raise(x: Exec, segment: number, op: BsOp, info: Term, value: Term, limit: boolean): Signal {
  const name = op === "append" || op === "private_append" || op === "string" ? OPS.binary : OPS[op];
  x.cause = tuple4(segment, name, info, value);
  return limit ? x.systemLimit() : x.badarg();
}

// -- Large integers and their floats.

function putBig(bytes: Uint8Array, pos: number, v: bigint, n: number, flags: number): void {
  const len = (n + 7) >>> 3;
  const rest = n & 7;
  if (rest === 0 && (pos & 7) === 0 && (flags & LITTLE) === 0) {
    bigToBytes(v, bytes, pos >>> 3, (pos >>> 3) + len);
    return;
  }
  const buf = new Uint8Array(len);
  bigToBytes(v, buf, 0, len);
  if ((flags & LITTLE) === 0) {
    copyBits(buf, rest === 0 ? 0 : 8 - rest, bytes, pos, n);
    return;
  }
  buf.reverse();
  if (rest !== 0) buf[len - 1] = (buf[len - 1] as number) << (8 - rest);
  copyBits(buf, 0, bytes, pos, n);
}

/** The double that goes into a float field of `n` bits. OTP rounds its small integers (60 bits) to a single in one step. */
function doubleOf(v: bigint, n: number): number {
  if (n !== 32 || v >= 1n << 59n || v < -(1n << 59n)) return bigToDouble(v);
  const low = BigInt.asUintN(11, v);
  // A bit below all others that says "and something more" makes the rounding to a single exact.
  return Math.fround(Number((v >> 11n) * 2n + (low === 0n ? 0n : 1n))) * 1024;
}
