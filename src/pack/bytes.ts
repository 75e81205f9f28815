/** Bytes under construction, with the encodings of .beam files. */
import { BytesOut } from "../util/bytes_out.ts";

export class Bytes extends BytesOut {
  constructor() {
    super(Number.MAX_SAFE_INTEGER);
  }

  all(bytes: Uint8Array): void {
    this.putBytes(bytes, 0, bytes.length);
  }

  ascii(text: string): void {
    for (let i = 0; i < text.length; i++) this.put(text.charCodeAt(i));
  }

  u32(n: number): void {
    this.put((n >>> 24) & 255);
    this.put((n >>> 16) & 255);
    this.put((n >>> 8) & 255);
    this.put(n & 255);
  }

  /** Zeros up to a multiple of `size`. */
  align(size: number): void {
    while (this.n % size !== 0) this.put(0);
  }

  /** A compact term (`beam/compact.ts`). */
  compact(tag: number, value: number | bigint): void {
    if (value >= 0 && value < 16) this.put((Number(value) << 4) | tag);
    else if (value >= 0 && value < 2048) {
      const v = Number(value);
      this.put(((v >> 3) & 0xe0) | 8 | tag);
      this.put(v & 255);
    } else this.long(tag, BigInt(value));
  }

  private long(tag: number, v: bigint): void {
    let size = 2;
    while (BigInt.asIntN(8 * size, v) !== v) size++;
    if (size <= 8) this.put(((size - 2) << 5) | 0x18 | tag);
    else {
      this.put(0xf8 | tag);
      this.compact(0, size - 9);
    }
    for (let i = size - 1; i >= 0; i--) this.put(Number((v >> BigInt(8 * i)) & 0xffn));
  }

  take(): Uint8Array {
    return this.bytes.slice(0, this.n);
  }
}
