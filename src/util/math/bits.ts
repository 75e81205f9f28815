/**
 * Doubles as words, and the fused multiply-add that processors have and JavaScript has not.
 */

const f64 = new Float64Array(1);
const i32 = new Int32Array(f64.buffer);
const HIGH = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0;
const LOW = 1 - HIGH;

/** The upper word of a double: sign, exponent, first 20 bits. */
export function highWord(d: number): number {
  f64[0] = d;
  return i32[HIGH] as number;
}

export function lowWord(d: number): number {
  f64[0] = d;
  return i32[LOW] as number;
}

export function fromWords(high: number, low: number): number {
  i32[HIGH] = high;
  i32[LOW] = low;
  return f64[0] as number;
}

/** `d` with another upper word. */
export function withHighWord(d: number, high: number): number {
  f64[0] = d;
  i32[HIGH] = high;
  return f64[0] as number;
}

/** 2^27 + 1: splits a double into two halves of 26 bits (Veltkamp). */
const SPLIT = 134217729;

/**
 * `a * b + c` with one rounding. The exact product is two doubles (Dekker), the sum three, of which the smaller ones are
 * added first; a wrong last bit would take a coincidence of about 2^-50. For arguments between about 2^-480 and 2^480.
 */
export function fma(a: number, b: number, c: number): number {
  const p = a * b;
  const sa = SPLIT * a;
  const ah = sa - (sa - a);
  const al = a - ah;
  const sb = SPLIT * b;
  const bh = sb - (sb - b);
  const bl = b - bh;
  const e = ah * bh - p + ah * bl + al * bh + al * bl;
  const s = p + c;
  const v = s - p;
  return s + (p - (s - v) + (c - v) + e);
}

/** What `p`, the rounded `a * b`, misses of the product. */
export function productError(a: number, b: number, p: number): number {
  const sa = SPLIT * a;
  const ah = sa - (sa - a);
  const al = a - ah;
  const sb = SPLIT * b;
  const bh = sb - (sb - b);
  const bl = b - bh;
  return ah * bh - p + ah * bl + al * bh + al * bl;
}

export function copySign(magnitude: number, sign: number): number {
  const m = Math.abs(magnitude);
  return sign < 0 || Object.is(sign, -0) ? -m : m;
}

/** Numbers written in base 36, separated by blanks. */
export function numbers36(text: string): number[] {
  return text.split(" ").map((n) => Number.parseInt(n, 36));
}

/** `d` with its lower word cleared. */
export function withLowZero(d: number): number {
  f64[0] = d;
  i32[LOW] = 0;
  return f64[0] as number;
}

/** `d` moved by so many units of its last place. */
export function nextBy(d: number, units: number): number {
  const low = (lowWord(d) >>> 0) + units;
  const carry = Math.floor(low / 0x100000000);
  return fromWords(highWord(d) + carry, low - carry * 0x100000000);
}
