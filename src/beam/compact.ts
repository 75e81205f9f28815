/**
 * Compact terms: the variable-length encoding of operands, line items and long atom lengths.
 *
 * First byte: three bits of tag, then the value: four bits (`vvvv0ttt`), eleven bits (`vvv01ttt` and one byte), or
 * bytes (`nnn11ttt`: n + 2 of them; n = 7: their number less 9 follows as an unsigned compact term).
 * OTP: beamreader_read_tagged() in beam_file.c, encode/2 in beam_asm.erl.
 */
import { BadBeam } from "./bad_beam.ts";

/** Tags of compact terms. */
export const enum Tag {
  U = 0,
  I = 1,
  A = 2,
  X = 3,
  Y = 4,
  F = 5,
  /** Characters: no longer in use. */
  H = 6,
  /** Extended: the value says what follows. */
  Z = 7,
}

/** Values of an extended tag. */
export const enum Ext {
  Float = 0,
  List = 1,
  FloatRegister = 2,
  AllocList = 3,
  Literal = 4,
  TypedRegister = 5,
}

/** An integer operand longer than this many bytes is no file of a compiler: it keeps larger ones as literals. */
const MAX_INTEGER_BYTES = 1 << 16;

/** Reads compact terms of one chunk. After `next()`: `tag`, and `value` or (if `big`) `bigValue`. */
export class CompactReader {
  readonly fileName: string;
  readonly chunk: string;
  readonly bytes: Uint8Array;
  readonly base: number;
  at: number;
  readonly end: number;
  tag: Tag = Tag.U;
  /** The value if it is a safe integer, else -1. Negative only for tag I. */
  value = 0;
  big = false;
  bigValue = 0n;

  constructor(fileName: string, chunk: string, bytes: Uint8Array, base: number, at = 0, end = bytes.length) {
    this.fileName = fileName;
    this.chunk = chunk;
    this.bytes = bytes;
    this.base = base;
    this.at = at;
    this.end = end;
  }

  bad(reason: string, at = this.at): never {
    throw new BadBeam(this.fileName, this.chunk, this.base + at, reason);
  }

  next(): void {
    const b = this.byte();
    this.tag = b & 7;
    this.big = false;
    if ((b & 8) === 0) this.value = b >> 4;
    else if ((b & 16) === 0) this.value = ((b & 0xe0) << 3) | this.byte();
    else this.long(b);
  }

  /** The value of the next term, which has tag U. */
  unsigned(what: string): number {
    const at = this.at;
    this.next();
    if (this.tag !== Tag.U || this.big) this.bad(`${what} is not an unsigned number`, at);
    return this.value;
  }

  private byte(): number {
    if (this.at >= this.end) this.bad("the bytes end inside an operand");
    return this.bytes[this.at++]!;
  }

  private long(first: number): void {
    const start = this.at - 1;
    const tag: Tag = first & 7;
    let n = (first >> 5) + 2;
    if (n === 9) {
      n = this.unsigned("the size of an operand") + 9;
      this.tag = tag;
    }
    if (n > MAX_INTEGER_BYTES) this.bad(`an operand of ${n} bytes`, start);
    if (n > this.end - this.at) this.bad("the bytes end inside an operand", start);
    const bytes = this.bytes;
    const negative = tag === Tag.I && bytes[this.at]! >= 0x80;
    if (n <= 6) {
      let v = 0;
      for (let i = 0; i < n; i++) v = v * 256 + bytes[this.at + i]!;
      this.value = negative ? v - 2 ** (8 * n) : v;
    } else this.large(n, negative);
    this.at += n;
  }

  private large(n: number, negative: boolean): void {
    let hex = "0x";
    for (let i = 0; i < n; i++) {
      const b = this.bytes[this.at + i]!;
      hex += (b < 16 ? "0" : "") + b.toString(16);
    }
    let v = BigInt(hex);
    if (negative) v -= 1n << BigInt(8 * n);
    if (v >= BigInt(Number.MIN_SAFE_INTEGER) && v <= BigInt(Number.MAX_SAFE_INTEGER)) this.value = Number(v);
    else {
      this.value = -1;
      this.big = true;
      this.bigValue = v;
    }
  }
}
