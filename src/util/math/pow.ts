/**
 * pow: exp(y log x), the logarithm as a sum of two doubles.
 * After S. Nagy's pow in Arm's optimized routines (MIT), as in glibc.
 */
import { fma } from "./bits.ts";
import { expTail } from "./exp.ts";
import { logHead, logTail } from "./log.ts";

const enum Kind {
  NoInteger,
  Odd,
  Even,
}

function kindOf(y: number): Kind {
  if (y !== Math.trunc(y)) return Kind.NoInteger;
  return Math.abs(y % 2) === 1 ? Kind.Odd : Kind.Even;
}

/** x to the power of y, for finite arguments; NaN where there is none, infinite where it is too large. */
export function pow(x: number, y: number): number {
  if (y === 0 || x === 1) return 1;
  let negative = false;
  let base = x;
  if (x === 0) {
    const odd = kindOf(y) === Kind.Odd && Object.is(x, -0);
    if (y < 0) return odd ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    return odd ? -0 : 0;
  }
  if (x < 0) {
    const kind = kindOf(y);
    if (kind === Kind.NoInteger) return Number.NaN;
    negative = kind === Kind.Odd;
    base = -x;
  }
  const ay = Math.abs(y);
  if (ay < 2 ** -65 || ay >= 2 ** 63) {
    if (base === 1) return negative ? -1 : 1;
    if (ay < 2 ** -65) return base > 1 ? 1 + y : 1 - y;
    return base > 1 === y > 0 ? Number.POSITIVE_INFINITY : 0;
  }
  const head = logHead(base);
  const tail = logTail;
  const high = y * head;
  const low = fma(y, tail, fma(y, head, -high));
  return expTail(high, low, negative);
}
