/**
 * What OTP calls a small integer: one of 60 bits. Where OTP asks for such a number, larger ones are a badarg.
 * Those between 2^53 and 2^59 are a bigint here.
 */
import type { Term } from "./term.ts";

const LIMIT = 1n << 59n;

export function isSmallInteger(t: Term): t is number | bigint {
  return typeof t === "number" || (typeof t === "bigint" && t < LIMIT && t >= -LIMIT);
}
