/**
 * Arithmetic on any two terms: what generated code calls when its inline fast path (small numbers) does not apply.
 *
 * Each function returns a normalised number, `undefined` for badarith (badarg for the conversions), or `LIMIT` when
 * the result does not fit the engine. The release's own limit on the size of integers is checked by the caller
 * (`exceedsBits`), because it belongs to a VM.
 * OTP: erl_arith.c, big.c, erl_bif_guard.c.
 */
import { Float } from "./float.ts";
import type { Term } from "./term.ts";

/** The result is too large for any release: raise system_limit. */
export const LIMIT = "system_limit";
export type ArithResult = number | bigint | Float | undefined | typeof LIMIT;

const MAX_SAFE = 9007199254740991;
const MAX_SAFE_BIG = 9007199254740991n;
const MIN_SAFE_BIG = -9007199254740991n;
const TWO32 = 4294967296;
const TWO64 = TWO32 * TWO32;
/** 2^0 to 2^52: `2 ** n` need not be exact on every engine. */
const POW2: readonly number[] = Array.from({ length: 53 }, (_, i) => Number(1n << BigInt(i)));
/** Integers between these are ordinary: they cost nothing, and are within every release's limit. */
const LARGE = 1n << 1024n;
const LARGE_BELOW = -LARGE;
/** How many words of 64 bits that is. */
const LARGE_WORDS = 16;
/** OTP 25 has the largest limit: 2^19 - 1 words of 64 bits. */
const MAX_BITS = 33554368;

/** The normalised form of an integer that was computed as a bigint. */
export function normalize(b: bigint): number | bigint {
  if (b > MAX_SAFE_BIG) return b;
  return b >= MIN_SAFE_BIG ? Number(b) : b;
}

const eightBytes = new DataView(new ArrayBuffer(8));

/** A safe integer as a bigint: four times as fast as `BigInt(n)` in V8. */
export function toBig(n: number): bigint {
  eightBytes.setInt32(4, n);
  eightBytes.setInt32(0, Math.floor(n / TWO32));
  return eightBytes.getBigInt64(0);
}

/** An integer as a bigint. */
function big(i: number | bigint): bigint {
  return typeof i === "bigint" ? i : toBig(i);
}

/** The normalised form of an integral double. */
export function integerFromDouble(d: number): number | bigint {
  if (d <= MAX_SAFE && d >= -MAX_SAFE) return d === 0 ? 0 : d;
  return BigInt(d);
}

/** True for what takes time to calculate with. Constant time. */
export function isLarge(b: unknown): b is bigint {
  return typeof b === "bigint" && (b >= LARGE || b <= LARGE_BELOW);
}

/** Words of 64 bits: for large integers the next power of two, in about the time that adding one takes. */
export function wordsAbout(a: unknown): number {
  if (!isLarge(a)) return 1;
  const m = a < 0n ? -a : a;
  let words = LARGE_WORDS * 2;
  while (m >> BigInt(words * 64) !== 0n) words *= 2;
  return words;
}

/** True when the magnitude of `b` needs more than `bits` bits. Constant time for all but large integers. */
export function exceedsBits(b: bigint, bits: number): boolean {
  if (!isLarge(b)) return false;
  const m = b < 0n ? -b : b;
  return BigInt.asUintN(bits, m) !== m;
}

/** True for an integer, small or big. */
export function isInteger(a: unknown): a is number | bigint {
  return typeof a === "number" || typeof a === "bigint";
}

/** Whether integers become the nearest double. As with a processor's rounding mode, who is about to calculate sets it. */
let nearest = false;

/** Before OTP 29, `on` is false: see `bigToDouble`. A VM says so whenever it begins to run, for others may have run. */
export function roundToNearest(on: boolean): void {
  nearest = on;
}

/**
 * An integer as a double; infinite when it is too large. Either the nearest one, or rounded digit by digit as erts did
 * before OTP 29: the sum of 64-bit digits from the top, which is not always the nearest.
 */
export function bigToDouble(b: bigint): number {
  const m = b < 0n ? -b : b;
  if (nearest || m < 0x10000000000000000n) return Number(b);
  if (m >= 1n << 1024n) return b < 0n ? -Infinity : Infinity;
  let d = 0;
  for (let shift = 960n; shift >= 0n; shift -= 64n) d = d * TWO64 + Number((m >> shift) & 0xffffffffffffffffn);
  return b < 0n ? -d : d;
}

/** The value of a number as a double; NaN when it is no number, infinite when it is too large. */
export function toDouble(a: unknown): number {
  if (typeof a === "number") return a;
  if (a instanceof Float) return a.value;
  if (typeof a === "bigint") return bigToDouble(a);
  return Number.NaN;
}

function float(d: number): Float | undefined {
  // Infinity and NaN minus themselves are NaN.
  return d - d === 0 ? new Float(d) : undefined;
}

export function add(a: Term, b: Term): ArithResult {
  if (typeof a === "number" && typeof b === "number") {
    const r = a + b;
    return r <= MAX_SAFE && r >= -MAX_SAFE ? r : big(a) + big(b);
  }
  if (isInteger(a) && isInteger(b)) return normalize(big(a) + big(b));
  return floatAdd(toDouble(a), toDouble(b));
}

function floatAdd(a: number, b: number): Float | undefined {
  return a - a === 0 && b - b === 0 ? float(a + b) : undefined;
}

export function sub(a: Term, b: Term): ArithResult {
  if (typeof a === "number" && typeof b === "number") {
    const r = a - b;
    return r <= MAX_SAFE && r >= -MAX_SAFE ? r : big(a) - big(b);
  }
  if (isInteger(a) && isInteger(b)) return normalize(big(a) - big(b));
  return floatAdd(toDouble(a), -toDouble(b));
}

export function mul(a: Term, b: Term): ArithResult {
  if (typeof a === "number" && typeof b === "number") {
    const r = a * b;
    if (r <= MAX_SAFE && r >= -MAX_SAFE) return r + 0;
    return toBig(a) * toBig(b);
  }
  if (isInteger(a) && isInteger(b)) return mulBig(big(a), big(b));
  const x = toDouble(a);
  const y = toDouble(b);
  return x - x === 0 && y - y === 0 ? float(x * y) : undefined;
}

function mulBig(a: bigint, b: bigint): number | bigint | typeof LIMIT {
  try {
    return normalize(a * b);
  } catch {
    // The engine's own limit on BigInt.
    return LIMIT;
  }
}

/** `/`: always a float. */
export function divide(a: Term, b: Term): ArithResult {
  const x = toDouble(a);
  const y = toDouble(b);
  return x - x === 0 && y - y === 0 ? float(x / y) : undefined;
}

export function div(a: Term, b: Term): ArithResult {
  if (b === 0) return undefined;
  // The quotient of two safe integers never rounds up to the next integer.
  if (typeof a === "number" && typeof b === "number") return Math.trunc(a / b) + 0;
  if (!isInteger(a) || !isInteger(b)) return undefined;
  if (typeof b === "number") return normalize((a as bigint) / toBig(b));
  // A small number is less than any bigint.
  return typeof a === "number" ? 0 : normalize(a / b);
}

export function rem(a: Term, b: Term): ArithResult {
  if (b === 0) return undefined;
  if (typeof a === "number" && typeof b === "number") return (a % b) + 0;
  if (!isInteger(a) || !isInteger(b)) return undefined;
  if (typeof b === "number") return Number((a as bigint) % toBig(b));
  return typeof a === "number" ? a : normalize(a % b);
}

/** Two's complement halves put together: `hi` signed, `lo` any 32 bits. */
function join(hi: number, lo: number): number | bigint {
  const r = hi * TWO32 + (lo >>> 0);
  // The one 54-bit value that is not a safe integer.
  return r === -9007199254740992 ? -9007199254740992n : r;
}

export function band(a: Term, b: Term): ArithResult {
  if (typeof a === "number" && typeof b === "number") {
    if ((a | 0) === a && (b | 0) === b) return a & b;
    return join(Math.floor(a / TWO32) & Math.floor(b / TWO32), a & b);
  }
  if (isInteger(a) && isInteger(b)) return bandBig(a, b);
  return undefined;
}

function bandBig(a: number | bigint, b: number | bigint): number | bigint {
  // A non-negative safe mask keeps only low bits: cut the other side first instead of widening the mask.
  if (typeof a === "number" && a >= 0) return Number(BigInt.asUintN(53, b as bigint) & toBig(a));
  if (typeof b === "number" && b >= 0) return Number(BigInt.asUintN(53, a as bigint) & toBig(b));
  return normalize(big(a) & big(b));
}

export function bor(a: Term, b: Term): ArithResult {
  if (typeof a === "number" && typeof b === "number") {
    if ((a | 0) === a && (b | 0) === b) return a | b;
    return join(Math.floor(a / TWO32) | Math.floor(b / TWO32), a | b);
  }
  if (isInteger(a) && isInteger(b)) return normalize(big(a) | big(b));
  return undefined;
}

export function bxor(a: Term, b: Term): ArithResult {
  if (typeof a === "number" && typeof b === "number") {
    if ((a | 0) === a && (b | 0) === b) return a ^ b;
    return join(Math.floor(a / TWO32) ^ Math.floor(b / TWO32), a ^ b);
  }
  if (isInteger(a) && isInteger(b)) return normalize(big(a) ^ big(b));
  return undefined;
}

export function bnot(a: Term): ArithResult {
  if (typeof a === "number") return a === MAX_SAFE ? -9007199254740992n : -1 - a;
  return typeof a === "bigint" ? normalize(~a) : undefined;
}

export function bsl(a: Term, n: Term): ArithResult {
  if (!isInteger(a) || !isInteger(n)) return undefined;
  if (n >= 0) return shiftLeft(a, n);
  return shiftRight(a, typeof n === "number" ? -n : MAX_SAFE);
}

export function bsr(a: Term, n: Term): ArithResult {
  if (!isInteger(a) || !isInteger(n)) return undefined;
  if (n < 0) return shiftLeft(a, -n);
  return shiftRight(a, typeof n === "number" ? n : MAX_SAFE);
}

function shiftLeft(a: number | bigint, n: number | bigint): number | bigint | typeof LIMIT {
  if (a === 0) return 0;
  if (typeof a === "number" && n < 53) {
    const r = a * (POW2[n as number] as number);
    if (r <= MAX_SAFE && r >= -MAX_SAFE) return r;
  }
  if (n > MAX_BITS) return LIMIT;
  try {
    return normalize(big(a) << big(n));
  } catch {
    return LIMIT;
  }
}

function shiftRight(a: number | bigint, n: number): number | bigint {
  if (typeof a === "number") {
    if (n >= 53) return a < 0 ? -1 : 0;
    return (a | 0) === a && n < 32 ? a >> n : Math.floor(a / (POW2[n] as number));
  }
  // The engine may refuse shift counts that no integer has bits for.
  if (n > MAX_BITS) return a < 0n ? -1 : 0;
  return normalize(a >> toBig(n));
}

/** Unary minus. */
export function negate(a: Term): ArithResult {
  if (typeof a === "number") return 0 - a;
  if (a instanceof Float) return new Float(-a.value);
  return typeof a === "bigint" ? -a : undefined;
}

/** Unary plus: the identity on numbers. */
export function plus(a: Term): ArithResult {
  return isInteger(a) || a instanceof Float ? a : undefined;
}

export function abs(a: Term): ArithResult {
  if (typeof a === "number") return a < 0 ? -a : a;
  if (typeof a === "bigint") return a < 0n ? -a : a;
  if (a instanceof Float) return a.value > 0 ? a : new Float(Math.abs(a.value));
  return undefined;
}

export function trunc(a: Term): ArithResult {
  if (a instanceof Float) return integerFromDouble(Math.trunc(a.value));
  return isInteger(a) ? a : undefined;
}

/** Rounds halves away from zero, as C's round(). */
export function round(a: Term): ArithResult {
  if (!(a instanceof Float)) return isInteger(a) ? a : undefined;
  const v = a.value;
  const t = Math.trunc(v);
  // v - t is exact, Math.round would round -2.5 up and 0.49999999999999994 to 1.
  return integerFromDouble(v - t >= 0.5 ? t + 1 : v - t <= -0.5 ? t - 1 : t);
}

export function floor(a: Term): ArithResult {
  if (a instanceof Float) return integerFromDouble(Math.floor(a.value));
  return isInteger(a) ? a : undefined;
}

export function ceil(a: Term): ArithResult {
  if (a instanceof Float) return integerFromDouble(Math.ceil(a.value));
  return isInteger(a) ? a : undefined;
}

/** float/1; undefined (badarg) also for an integer beyond the doubles. */
export function toFloat(a: Term): Float | undefined {
  if (a instanceof Float) return a;
  return isInteger(a) ? float(toDouble(a)) : undefined;
}
