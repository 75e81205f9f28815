/**
 * MD5 (RFC 1321), incremental: for `erlang:md5`, `md5_update` and the checksum of modules.
 * Invariant: the whole state is in plain fields, so that it can become a binary (`erlang:md5_init/0`).
 * OTP: md5.c.
 */

/** Left rotation of each of the four steps in each of the four rounds. */
const SHIFT = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];

/** floor(2^32 * |sin(i + 1)|), the constants of the 64 steps. */
// biome-ignore format: a table
const SINE = new Int32Array([
  0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
  0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
  0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
  0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
  0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
  0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
  0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
  0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391,
]);

export class Md5 {
  /** The four words of the digest so far. */
  readonly words = new Int32Array([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476]);
  /** Bytes taken in so far. */
  length = 0;
  /** The last `length % 64` bytes wait here for their block to be full. */
  readonly block = new Uint8Array(64);
  private readonly input = new Int32Array(16);

  /** Takes in `bytes`. */
  update(bytes: Uint8Array): this {
    let at = 0;
    const fill = this.length & 63;
    this.length += bytes.length;
    if (fill > 0) {
      at = Math.min(64 - fill, bytes.length);
      this.block.set(bytes.subarray(0, at), fill);
      if (fill + at < 64) return this;
      this.step(this.block, 0);
    }
    for (; at + 64 <= bytes.length; at += 64) this.step(bytes, at);
    this.block.set(bytes.subarray(at), 0);
    return this;
  }

  /** The 16 bytes of the digest. The object itself stays as it is and can take in more. */
  digest(): Uint8Array {
    const last = this.copy();
    const fill = this.length & 63;
    const padding = new Uint8Array((fill < 56 ? 64 : 128) - fill);
    padding[0] = 0x80;
    const view = new DataView(padding.buffer);
    view.setUint32(padding.length - 8, (this.length * 8) >>> 0, true);
    view.setUint32(padding.length - 4, Math.floor(this.length / 0x20000000), true);
    last.update(padding);
    const out = new Uint8Array(16);
    const words = new DataView(out.buffer);
    for (let i = 0; i < 4; i++) words.setInt32(i * 4, last.words[i] as number, true);
    return out;
  }

  copy(): Md5 {
    const c = new Md5();
    c.words.set(this.words);
    c.block.set(this.block);
    c.length = this.length;
    return c;
  }

  private step(bytes: Uint8Array, at: number): void {
    const input = this.input;
    for (let i = 0, p = at; i < 16; i++, p += 4) {
      input[i] =
        (bytes[p] as number) |
        ((bytes[p + 1] as number) << 8) |
        ((bytes[p + 2] as number) << 16) |
        ((bytes[p + 3] as number) << 24);
    }
    const w = this.words;
    let a = w[0] as number;
    let b = w[1] as number;
    let c = w[2] as number;
    let d = w[3] as number;
    for (let i = 0; i < 64; i++) {
      const round = i >> 4;
      let f: number;
      let k: number;
      if (round === 0) {
        f = (b & c) | (~b & d);
        k = i;
      } else if (round === 1) {
        f = (d & b) | (~d & c);
        k = (5 * i + 1) & 15;
      } else if (round === 2) {
        f = b ^ c ^ d;
        k = (3 * i + 5) & 15;
      } else {
        f = c ^ (b | ~d);
        k = (7 * i) & 15;
      }
      const sum = (a + f + (SINE[i] as number) + (input[k] as number)) | 0;
      const s = SHIFT[round * 4 + (i & 3)] as number;
      a = d;
      d = c;
      c = b;
      b = (b + ((sum << s) | (sum >>> (32 - s)))) | 0;
    }
    w[0] = (w[0] as number) + a;
    w[1] = (w[1] as number) + b;
    w[2] = (w[2] as number) + c;
    w[3] = (w[3] as number) + d;
  }
}

/** The MD5 of `bytes`, 16 bytes. */
export function md5(bytes: Uint8Array): Uint8Array {
  return new Md5().update(bytes).digest();
}
