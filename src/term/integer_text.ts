/**
 * Integers as text in bases 2 to 36, and back.
 *
 * Invariant: reading is quasi-linear in the number of digits for every base.
 * OTP: chars_to_integer() and erts_big_to_list() in big.c.
 */
import { normalize } from "./arith.ts";

/** `i` in base `base`, digits above 9 as capital letters. */
export function integerText(i: number | bigint, base: number): string {
  const s = i.toString(base);
  return base > 10 ? s.toUpperCase() : s;
}

/** The value of a digit's character code in `base`, or -1. */
export function digitValue(c: number, base: number): number {
  let d = -1;
  if (c >= 48 && c <= 57) d = c - 48;
  else if (c >= 65 && c <= 90) d = c - 55;
  else if (c >= 97 && c <= 122) d = c - 87;
  return d < base ? d : -1;
}

/** The most digits of each base that are surely a safe integer. */
const SAFE_DIGITS: readonly number[] = Array.from({ length: 37 }, (_, base) =>
  base < 2 ? 0 : Math.floor(Math.log(9007199254740991) / Math.log(base)),
);

/** The integer of `digits`, which are all digits of `base`, at least one; without sign. */
export function integerFromDigits(digits: string, base: number): number | bigint {
  const safe = SAFE_DIGITS[base] as number;
  if (digits.length <= safe) return Number.parseInt(digits, base);
  return normalize(bigFromDigits(digits, base, safe));
}

function bigFromDigits(digits: string, base: number, safe: number): bigint {
  // The engine reads these bases itself.
  if (base === 10) return BigInt(digits);
  if (base === 16) return BigInt(`0x${digits}`);
  if (base === 8) return BigInt(`0o${digits}`);
  if (base === 2) return BigInt(`0b${digits}`);
  // Pieces that are safe integers, then neighbours put together, then pairs of those, and so on.
  let values: bigint[] = [];
  for (let end = digits.length; end > 0; end -= safe) {
    values.push(BigInt(Number.parseInt(digits.slice(Math.max(0, end - safe), end), base)));
  }
  let scale = BigInt(base) ** BigInt(safe);
  while (values.length > 1) {
    const next: bigint[] = [];
    for (let i = 0; i < values.length; i += 2) {
      const high = values[i + 1];
      next.push(high === undefined ? (values[i] as bigint) : high * scale + (values[i] as bigint));
    }
    values = next;
    if (values.length > 1) scale *= scale;
  }
  return values[0] as bigint;
}

/** An upper limit on the digits of integers with `bits` bits: more digits need not be read at all. */
export function maxDigits(bits: number, base: number): number {
  return Math.ceil((bits * Math.LN2) / Math.log(base)) + 1;
}

/** The integer that `text` is the whole text of, a sign in front; undefined: none. `text` has no more digits than fit. */
export function parseInteger(text: string, base: number): number | bigint | undefined {
  const first = text.charCodeAt(0);
  const from = first === 45 || first === 43 ? 1 : 0;
  if (text.length === from) return undefined;
  for (let i = from; i < text.length; i++) if (digitValue(text.charCodeAt(i), base) < 0) return undefined;
  const v = integerFromDigits(from === 0 ? text : text.slice(1), base);
  return first === 45 && v !== 0 ? -v : v;
}
