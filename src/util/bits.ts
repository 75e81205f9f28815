/**
 * Copying and reading runs of bits in byte arrays, most significant bit first.
 * Invariant: bit positions are below 2^32 (`MAX_BINARY_BYTES` in term/bits.ts sees to it), so `>>> 3` finds the byte;
 * never `>> 3`, which is wrong from 2^31 on.
 * OTP: erts_copy_bits() and erts_cmp_bits() in erl_bits.c.
 */

/**
 * Up to this many bytes a loop is fastest. Measured on V8: a loop takes 1.6 ns a byte, `set` of a whole array 14 ns,
 * `set` of a `subarray` 50 ns, the latter two hardly depending on the length.
 */
const LOOP_BYTES = 30;
const LOOP_BYTES_WHOLE = 10;

/** Copies `n` bytes between different arrays or to lower or equal positions of the same. */
export function copyBytes(src: Uint8Array, from: number, dst: Uint8Array, to: number, n: number): void {
  if (n > LOOP_BYTES_WHOLE && from === 0 && n === src.length) {
    dst.set(src, to);
  } else if (n <= LOOP_BYTES) {
    for (let i = 0; i < n; i++) dst[to + i] = src[from + i] as number;
  } else {
    dst.set(src.subarray(from, from + n), to);
  }
}

/** Copies `n` bits from bit `s` of `src` to bit `d` of `dst`; other bits of `dst` stay. The ranges do not overlap. */
export function copyBits(src: Uint8Array, s: number, dst: Uint8Array, d: number, n: number): void {
  if (n <= 0) return;
  let si = s >>> 3;
  let di = d >>> 3;
  const db = d & 7;
  if (db !== 0) {
    // Fill up the first byte of the destination, then go on byte-aligned there.
    const room = 8 - db;
    const k = Math.min(n, room);
    const v = readSmall(src, s, k);
    const mask = ((1 << k) - 1) << (room - k);
    dst[di] = ((dst[di] as number) & ~mask) | (v << (room - k));
    n -= k;
    if (n === 0) return;
    s += k;
    si = s >>> 3;
    di++;
  }
  const sb = s & 7;
  const whole = n >>> 3;
  const rest = n & 7;
  if (sb === 0) {
    copyBytes(src, si, dst, di, whole);
  } else {
    const down = 8 - sb;
    let v = src[si] as number;
    for (let i = 0; i < whole; i++) {
      const next = src[si + i + 1] as number;
      dst[di + i] = (v << sb) | (next >>> down);
      v = next;
    }
  }
  if (rest !== 0) {
    const v = readSmall(src, s + whole * 8, rest);
    const at = di + whole;
    dst[at] = ((dst[at] as number) & (0xff >>> rest)) | (v << (8 - rest));
  }
}

/** The `n` bits (at most 8) from bit `pos` as a number. */
export function readSmall(bytes: Uint8Array, pos: number, n: number): number {
  const i = pos >>> 3;
  const b = pos & 7;
  if (b + n <= 8) return ((bytes[i] as number) >>> (8 - b - n)) & ((1 << n) - 1);
  const two = ((bytes[i] as number) << 8) | (bytes[i + 1] as number);
  return (two >>> (16 - b - n)) & ((1 << n) - 1);
}

/** Compares `n` bits from `p` of `a` with those from `q` of `b`: negative, 0 or positive. */
export function compareBitRuns(a: Uint8Array, p: number, b: Uint8Array, q: number, n: number): number {
  const whole = n >>> 3;
  if (((p | q) & 7) === 0) {
    const i = p >>> 3;
    const j = q >>> 3;
    if (a !== b || i !== j) {
      for (let k = 0; k < whole; k++) {
        const c = (a[i + k] as number) - (b[j + k] as number);
        if (c !== 0) return c;
      }
    }
  } else {
    for (let k = 0; k < whole; k++) {
      const c = readSmall(a, p + k * 8, 8) - readSmall(b, q + k * 8, 8);
      if (c !== 0) return c;
    }
  }
  const rest = n & 7;
  return rest === 0 ? 0 : readSmall(a, p + whole * 8, rest) - readSmall(b, q + whole * 8, rest);
}

/** The `n` bits (at most 53) from bit `pos` as an unsigned number, most significant bit first. */
export function readUint(bytes: Uint8Array, pos: number, n: number): number {
  let i = pos >>> 3;
  const b = pos & 7;
  if (n <= 24) {
    // At most 31 bits with what precedes them in the first byte: 32-bit arithmetic.
    const total = b + n;
    let w = bytes[i] as number;
    if (total > 8) w = (w << 8) | (bytes[i + 1] as number);
    if (total > 16) w = (w << 8) | (bytes[i + 2] as number);
    if (total > 24) w = (w << 8) | (bytes[i + 3] as number);
    return (w >>> (-total & 7)) & ((1 << n) - 1);
  }
  if (b === 0 && n === 32) {
    const low = ((bytes[i + 1] as number) << 16) | ((bytes[i + 2] as number) << 8) | (bytes[i + 3] as number);
    return (bytes[i] as number) * 0x1000000 + low;
  }
  let v = (bytes[i] as number) & (0xff >>> b);
  let left = n - (8 - b);
  while (left >= 8) {
    v = v * 256 + (bytes[++i] as number);
    left -= 8;
  }
  return left === 0 ? v : v * (1 << left) + ((bytes[i + 1] as number) >>> (8 - left));
}

/**
 * The `n` bits (at most 53) from bit `pos`, least significant byte first: whole bytes from the lowest up, then the
 * remaining `n % 8` bits as the highest ones.
 */
export function readUintLittle(bytes: Uint8Array, pos: number, n: number): number {
  let v = 0;
  let scale = 1;
  let p = pos;
  if ((pos & 7) === 0) {
    let i = pos >>> 3;
    for (let left = n; left >= 8; left -= 8) {
      v += (bytes[i++] as number) * scale;
      scale *= 256;
    }
    const rest = n & 7;
    return rest === 0 ? v : v + ((bytes[i] as number) >>> (8 - rest)) * scale;
  }
  for (let left = n; left > 0; left -= 8) {
    const k = Math.min(left, 8);
    v += readSmall(bytes, p, k) * scale;
    scale *= 256;
    p += 8;
  }
  return v;
}

/** Writes the low `n` bits (at most 32) of `w` at bit `pos`; other bits stay. */
export function writeBits(bytes: Uint8Array, pos: number, w: number, n: number): void {
  let i = pos >>> 3;
  const b = pos & 7;
  const room = 8 - b;
  if (n < room) {
    const mask = ((1 << n) - 1) << (room - n);
    bytes[i] = ((bytes[i] as number) & ~mask) | ((w << (room - n)) & mask);
    return;
  }
  if (b !== 0) {
    n -= room;
    bytes[i] = ((bytes[i] as number) & (0xff00 >>> b)) | ((w >>> n) & (0xff >>> b));
    i++;
  }
  while (n >= 8) {
    n -= 8;
    bytes[i++] = w >>> n;
  }
  if (n > 0) bytes[i] = ((bytes[i] as number) & (0xff >>> n)) | (w << (8 - n));
}

/** Sets `n` bits from `pos` to the low bit of `bit` (0 or -1). */
export function fillBits(bytes: Uint8Array, pos: number, n: number, bit: number): void {
  const room = -pos & 7;
  if (room !== 0) {
    const k = Math.min(n, room);
    writeBits(bytes, pos, bit, k);
    pos += k;
    n -= k;
  }
  const whole = n >>> 3;
  const i = pos >>> 3;
  if (whole > 0) bytes.fill(bit, i, i + whole);
  if ((n & 7) !== 0) writeBits(bytes, pos + whole * 8, bit, n & 7);
}

/** Writes the integer `v` (safe, of either sign) into `n` bits from `pos`, most significant bit first. */
export function writeInteger(bytes: Uint8Array, pos: number, v: number, n: number): void {
  if (n <= 32) {
    writeBits(bytes, pos, v, n);
    return;
  }
  let p = pos;
  if (n > 64) {
    fillBits(bytes, p, n - 64, v < 0 ? -1 : 0);
    p += n - 64;
    n = 64;
  }
  writeBits(bytes, p, Math.floor(v / 0x100000000), n - 32);
  writeBits(bytes, p + n - 32, v, 32);
}

/** Writes the integer `v` (safe, of either sign) into `n` bits from `pos` as `readUintLittle` reads them. */
export function writeIntegerLittle(bytes: Uint8Array, pos: number, v: number, n: number): void {
  const high = Math.floor(v / 0x100000000);
  const whole = n >>> 3;
  for (let k = 0; k < whole && k < 8; k++)
    writeBits(bytes, pos + k * 8, k < 4 ? v >>> (k * 8) : high >> (k * 8 - 32), 8);
  if (whole > 8) fillBits(bytes, pos + 64, n - 64, v < 0 ? -1 : 0);
  else if ((n & 7) !== 0) {
    const k = whole;
    writeBits(bytes, pos + k * 8, k < 4 ? v >> (k * 8) : k < 8 ? high >> (k * 8 - 32) : v < 0 ? -1 : 0, n & 7);
  }
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((v, i) => v === b[i]);
}
