/**
 * Large integers in byte arrays: reading and writing fields that exceed the safe integers.
 * A field is given as bytes, most significant first, whose first byte holds the `n % 8` highest bits right-aligned.
 * Invariant: time is linear in the field's size (hexadecimal conversion of a BigInt is), never quadratic.
 * OTP: bytes_to_big() in big.c.
 */

/** Eight bytes for conversions. Its contents mean nothing between calls. */
const scratch = new DataView(new ArrayBuffer(8));

const HEX: readonly string[] = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, "0"));

/** The unsigned integer in `bytes` from `from` to `to`, most significant byte first. Always a bigint. */
export function bigFromBytes(bytes: Uint8Array, from: number, to: number): bigint {
  while (from < to && bytes[from] === 0) from++;
  const n = to - from;
  if (n <= 8) {
    let hi = 0;
    let lo = 0;
    const split = to - 4;
    for (let i = from; i < to; i++) {
      if (i < split) hi = (hi << 8) | (bytes[i] as number);
      else lo = (lo << 8) | (bytes[i] as number);
    }
    scratch.setInt32(0, hi);
    scratch.setInt32(4, lo);
    return scratch.getBigUint64(0);
  }
  let text = "0x";
  for (let i = from; i < to; i++) text += HEX[bytes[i] as number];
  return BigInt(text);
}

/**
 * Writes `v` as two's complement into `out` from `from` to `to`, least significant byte last; higher bits are cut off.
 */
export function bigToBytes(v: bigint, out: Uint8Array, from: number, to: number): void {
  const n = to - from;
  if (n <= 8) {
    scratch.setBigUint64(0, BigInt.asUintN(64, v));
    for (let i = 0; i < n; i++) out[to - 1 - i] = scratch.getUint8(7 - i);
    return;
  }
  // Complementing a negative number gives the same bytes inverted, whatever their number.
  const flip = v < 0n ? 0xff : 0;
  const hex = (v < 0n ? ~v : v).toString(16);
  let at = to;
  let h = hex.length;
  while (at > from && h > 0) {
    const lo = digit(hex.charCodeAt(h - 1));
    const hi = h > 1 ? digit(hex.charCodeAt(h - 2)) : 0;
    out[--at] = ((hi << 4) | lo) ^ flip;
    h -= 2;
  }
  if (at > from) out.fill(flip, from, at);
}

function digit(c: number): number {
  return c < 58 ? c - 48 : c - 87;
}

/** The bigint as a number where that is exact, as all integers are kept. */
export function normalBig(v: bigint): number | bigint {
  return v <= 9007199254740991n && v >= -9007199254740991n ? Number(v) : v;
}
