/**
 * Floats of 16, 32 and 64 bits to and from their bits.
 * OTP: erl_bits_f16.h and the float cases of erl_bits.c.
 */

/** Eight bytes for conversions. Its contents mean nothing between calls. */
const scratch = new DataView(new ArrayBuffer(8));

/** The double with these high and low 32 bits; NaN where it is not finite. */
export function doubleFromBits(hi: number, lo: number): number {
  scratch.setInt32(0, hi);
  scratch.setInt32(4, lo);
  const v = scratch.getFloat64(0);
  return v - v === 0 ? v : Number.NaN;
}

export function singleFromBits(bits: number): number {
  scratch.setInt32(0, bits);
  const v = scratch.getFloat32(0);
  return v - v === 0 ? v : Number.NaN;
}

/** The value of a half-precision float; NaN where it is not finite. */
export function halfFromBits(bits: number): number {
  const e = (bits >>> 10) & 31;
  const f = bits & 0x3ff;
  if (e === 31) return Number.NaN;
  const v = e === 0 ? f * 2 ** -24 : (1024 + f) * 2 ** (e - 25);
  return (bits & 0x8000) !== 0 ? -v : v;
}

export function singleBits(v: number): number {
  scratch.setFloat32(0, v);
  return scratch.getInt32(0);
}
/** The high 32 bits of `v`; `lowBits()` right after gives the low ones. */
export function doubleBits(v: number): number {
  scratch.setFloat64(0, v);
  return scratch.getInt32(0);
}
export function lowBits(): number {
  return scratch.getInt32(4);
}

/** `v` rounded to half precision, ties to even, in one step from the double; infinity where it is too large. */
export function halfBits(v: number): number {
  const sign = v < 0 || Object.is(v, -0) ? 0x8000 : 0;
  const a = Math.abs(v);
  // 65520 is halfway between the largest half and the next power of two.
  if (a >= 65520) return sign | 0x7c00;
  if (a < 2 ** -14) return sign | roundEven(a * 2 ** 24);
  scratch.setFloat64(0, a);
  const e = (scratch.getInt32(0) >>> 20) - 1023;
  // A mantissa rounded up to 2048 carries into the exponent by the addition.
  return sign | (((e + 14) << 10) + roundEven(a * 2 ** (10 - e)));
}

function roundEven(x: number): number {
  const f = Math.floor(x);
  const d = x - f;
  return d > 0.5 || (d === 0.5 && (f & 1) === 1) ? f + 1 : f;
}
