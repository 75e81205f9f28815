/** Bytes under construction, with the encodings of .beam files. */
export class Bytes {
  private data = new Uint8Array(1024);
  private n = 0;

  get length(): number {
    return this.n;
  }

  private room(more: number): void {
    if (this.n + more <= this.data.length) return;
    const grown = new Uint8Array(Math.max(this.data.length * 2, this.n + more));
    grown.set(this.data.subarray(0, this.n));
    this.data = grown;
  }

  byte(b: number): void {
    this.room(1);
    this.data[this.n++] = b;
  }

  bytes(all: Uint8Array): void {
    this.room(all.length);
    this.data.set(all, this.n);
    this.n += all.length;
  }

  ascii(text: string): void {
    for (let i = 0; i < text.length; i++) this.byte(text.charCodeAt(i));
  }

  u32(n: number): void {
    this.byte((n >>> 24) & 255);
    this.byte((n >>> 16) & 255);
    this.byte((n >>> 8) & 255);
    this.byte(n & 255);
  }

  /** Zeros up to a multiple of `size`. */
  align(size: number): void {
    while (this.n % size !== 0) this.byte(0);
  }

  /** A compact term (`beam/compact.ts`). */
  compact(tag: number, value: number | bigint): void {
    if (value >= 0 && value < 16) this.byte((Number(value) << 4) | tag);
    else if (value >= 0 && value < 2048) {
      const v = Number(value);
      this.byte(((v >> 3) & 0xe0) | 8 | tag);
      this.byte(v & 255);
    } else this.long(tag, BigInt(value));
  }

  private long(tag: number, v: bigint): void {
    let size = 2;
    while (BigInt.asIntN(8 * size, v) !== v) size++;
    if (size <= 8) this.byte(((size - 2) << 5) | 0x18 | tag);
    else {
      this.byte(0xf8 | tag);
      this.compact(0, size - 9);
    }
    for (let i = size - 1; i >= 0; i--) this.byte(Number((v >> BigInt(8 * i)) & 0xffn));
  }

  take(): Uint8Array {
    return this.data.slice(0, this.n);
  }
}
