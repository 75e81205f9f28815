/**
 * A growing array of bytes: for output whose size is not known beforehand.
 * Invariant: `bytes` has at least `n` bytes in use; what is behind them means nothing.
 */
import { copyBits, copyBytes, writeBits } from "./bits.ts";

/** A buffer larger than this is not kept for the next use. */
const KEEP_BYTES = 1 << 20;

export class BytesOut {
  bytes: Uint8Array;
  /** Bytes in use. */
  n = 0;
  /** Largest number of bytes; more sets `overflow` and writes nothing. */
  readonly limit: number;
  overflow = false;

  /** With room for `capacity` bytes at first. */
  constructor(limit: number, capacity = 1024) {
    this.limit = limit;
    this.bytes = new Uint8Array(capacity);
  }

  /** Makes room for `more` bytes behind `n`; false when that is over the limit. */
  room(more: number): boolean {
    const need = this.n + more;
    if (need <= this.bytes.length) return true;
    if (need > this.limit) {
      this.overflow = true;
      return false;
    }
    const bigger = new Uint8Array(Math.min(this.limit, Math.max(need, this.bytes.length * 2)));
    bigger.set(this.bytes.subarray(0, this.n));
    this.bytes = bigger;
    return true;
  }

  put(byte: number): void {
    if (this.n < this.bytes.length || this.room(1)) this.bytes[this.n++] = byte;
  }

  /** Appends `length` bytes of `src` from `from` on. */
  putBytes(src: Uint8Array, from: number, length: number): void {
    if (this.n + length > this.bytes.length && !this.room(length)) return;
    copyBytes(src, from, this.bytes, this.n, length);
    this.n += length;
  }

  /** Appends `n` bits from bit `pos` of `src` behind `bits` bits that are in use so far. */
  putBits(bits: number, src: Uint8Array, pos: number, n: number): void {
    this.n = (bits + 7) >>> 3;
    if (!this.room((n >>> 3) + 1)) return;
    copyBits(src, pos, this.bytes, bits, n);
    this.n = (bits + n + 7) >>> 3;
  }
  putByteAt(bits: number, byte: number): void {
    this.n = (bits + 7) >>> 3;
    if (!this.room(1)) return;
    writeBits(this.bytes, bits, byte, 8);
    this.n = (bits + 15) >>> 3;
  }

  /** Empties it for the next use. */
  reset(): void {
    if (this.bytes.length > KEEP_BYTES) this.bytes = new Uint8Array(1024);
    this.n = 0;
    this.overflow = false;
  }
}
