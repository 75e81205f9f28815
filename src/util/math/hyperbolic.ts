/**
 * Hyperbolic functions and their inverses, over exp, expm1, log and log1p.
 * After FreeBSD's and Sun's fdlibm, in glibc's order of operations.
 */
import { copySign } from "./bits.ts";
import { exp, expm1 } from "./exp.ts";
import { log, log1p } from "./log.ts";

const LN2 = 6.93147180559945286227e-1;
/** Beyond this the result is too large. */
const LIMIT = 710.4758600739439;
const LARGE = 709.7822265625;

export function sinh(x: number): number {
  const a = Math.abs(x);
  const h = x < 0 ? -0.5 : 0.5;
  if (a < 22) {
    if (a < 2 ** -28) return x;
    const t = expm1(a);
    if (a < 1) return h * (2 * t - (t * t) / (t + 1));
    return h * (t + t / (t + 1));
  }
  if (a < LARGE) return h * exp(a);
  if (a <= LIMIT) {
    const w = exp(0.5 * a);
    return h * w * w;
  }
  return x * 1e307;
}

export function cosh(x: number): number {
  const a = Math.abs(x);
  if (a < 22) {
    if (a < 0.3465735912322998) {
      if (a < 2 ** -55) return 1;
      const t = expm1(a);
      const w = 1 + t;
      return 1 + (t * t) / (w + w);
    }
    const t = exp(a);
    return 0.5 * t + 0.5 / t;
  }
  if (a < LARGE) return 0.5 * exp(a);
  if (a <= LIMIT) {
    const w = exp(0.5 * a);
    return 0.5 * w * w;
  }
  return Number.POSITIVE_INFINITY;
}

export function tanh(x: number): number {
  const a = Math.abs(x);
  let z: number;
  if (a < 22) {
    if (a < 2 ** -55) return x * (1 + x);
    if (a >= 1) z = 1 - 2 / (expm1(2 * a) + 2);
    else {
      const t = expm1(-2 * a);
      z = -t / (t + 2);
    }
  } else z = 1;
  return x < 0 ? -z : z;
}

export function asinh(x: number): number {
  const a = Math.abs(x);
  if (a < 2 ** -28) return x;
  let w: number;
  if (a >= 268435712) w = log(a) + LN2;
  else if (a >= 2.000001907348633) w = log(2 * a + 1 / (Math.sqrt(a * a + 1) + a));
  else {
    const t = a * a;
    w = log1p(a + t / (1 + Math.sqrt(1 + t)));
  }
  return copySign(w, x);
}

export function acosh(x: number): number {
  if (x > 2) {
    if (x >= 268435456) return log(x) + LN2;
    return log(2 * x - 1 / (x + Math.sqrt(x * x - 1)));
  }
  if (x > 1) {
    const t = x - 1;
    return log1p(t + Math.sqrt(2 * t + t * t));
  }
  return x === 1 ? 0 : Number.NaN;
}

export function atanh(x: number): number {
  const a = Math.abs(x);
  let t: number;
  if (a < 0.5) {
    if (a < 2 ** -28) return x;
    t = a + a;
    t = 0.5 * log1p(t + (t * a) / (1 - a));
  } else if (a < 1) t = 0.5 * log1p((a + a) / (1 - a));
  else return a > 1 ? Number.NaN : x / 0;
  return copySign(t, x);
}
