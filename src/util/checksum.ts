/**
 * CRC-32 and Adler-32 as zlib computes them, and how the sums of two pieces make the sum of both together.
 * Sums are unsigned 32-bit numbers.
 */

const POLYNOMIAL = 0xedb88320 | 0;
const ADLER_BASE = 65521;
/** Bytes that can be added up before the sums must be reduced. */
const ADLER_RUN = 5552;

const TABLE: Int32Array = Int32Array.from({ length: 256 }, (_, i) => {
  let c = i;
  for (let k = 0; k < 8; k++) c = (c & 1) !== 0 ? (c >>> 1) ^ POLYNOMIAL : c >>> 1;
  return c;
});

/** CRC-32 of what `crc` is the sum of, followed by `bytes`. */
export function crc32(crc: number, bytes: Uint8Array): number {
  let c = ~crc;
  for (let i = 0; i < bytes.length; i++) c = TABLE[(c ^ bytes[i]!) & 255]! ^ (c >>> 8);
  return ~c >>> 0;
}

/** Adler-32 of what `adler` is the sum of, followed by `bytes`. */
export function adler32(adler: number, bytes: Uint8Array): number {
  let a = (adler & 0xffff) % ADLER_BASE;
  let b = (adler >>> 16) % ADLER_BASE;
  let i = 0;
  while (i < bytes.length) {
    const end = Math.min(i + ADLER_RUN, bytes.length);
    for (; i < end; i++) {
      a += bytes[i]!;
      b += a;
    }
    a %= ADLER_BASE;
    b %= ADLER_BASE;
  }
  return ((b << 16) | a) >>> 0;
}

/** Product of two polynomials over GF(2) modulo the CRC's, bits reflected. */
function multiply(a: number, b: number): number {
  let p = 0;
  for (let m = 0x80000000 | 0; m !== 0; m >>>= 1) {
    if ((a & m) !== 0) p ^= b;
    b = (b & 1) !== 0 ? (b >>> 1) ^ POLYNOMIAL : b >>> 1;
  }
  return p;
}

/** CRC-32 of two pieces of data, given their sums and the second one's length in bytes. */
export function crc32Combine(crc1: number, crc2: number, length2: number): number {
  // x^(8 * length2), by repeated squaring.
  let power = 0x80000000 | 0;
  let square = 0x00800000;
  for (let n = length2; n > 0; n = Math.floor(n / 2)) {
    if (n % 2 === 1) power = multiply(square, power);
    square = multiply(square, square);
  }
  return (multiply(power, crc1 | 0) ^ crc2) >>> 0;
}

/** Adler-32 of two pieces of data, given their sums and the second one's length in bytes. */
export function adler32Combine(adler1: number, adler2: number, length2: number): number {
  const rest = length2 % ADLER_BASE;
  let a = adler1 & 0xffff;
  let b = (rest * a) % ADLER_BASE;
  a += (adler2 & 0xffff) + ADLER_BASE - 1;
  b += (adler1 >>> 16) + (adler2 >>> 16) + ADLER_BASE - rest;
  if (a >= ADLER_BASE) a -= ADLER_BASE;
  if (a >= ADLER_BASE) a -= ADLER_BASE;
  if (b >= 2 * ADLER_BASE) b -= 2 * ADLER_BASE;
  if (b >= ADLER_BASE) b -= ADLER_BASE;
  return ((b << 16) | a) >>> 0;
}
