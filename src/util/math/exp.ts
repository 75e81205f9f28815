/**
 * exp, and 2^x scaled by a tail for pow; expm1.
 *
 * exp: x = k ln2/128 + r, exp x = 2^(k/128) exp r, with a table of 2^(i/128) and a polynomial for exp r.
 * After S. Nagy's exp and pow in Arm's optimized routines (MIT), which glibc has had since 2.28; the coefficients are theirs,
 * the table is computed here. expm1: FreeBSD's and Sun's fdlibm, in glibc's order of operations.
 * Operations are fused as the compiler fuses them for a processor with FMA.
 */
import { fma, fromWords, highWord, lowWord, withHighWord } from "./bits.ts";
import { div, fromDouble, mul, ONE, sqrt, toDouble } from "./fixed.ts";

const N = 128;
const INV_LN2_N = 1.4426950408889634 * N;
const NEG_LN2_HI_N = -0.005415212348111709;
const NEG_LN2_LO_N = -1.2864023111638346e-14;
const SHIFT = 6755399441055744;
const C2 = 0.49999999999996786;
const C3 = 0.16666666666665886;
const C4 = 0.0416666808410674;
const C5 = 0.008333335853059549;

/** For each i: the tail of 2^(i/128) relative to it, and its two words with the exponent's part taken off. */
class Table {
  readonly tail = new Float64Array(N);
  readonly high = new Int32Array(N);
  readonly low = new Int32Array(N);
  constructor() {
    let root = ONE << 1n;
    for (let n = N; n > 1; n >>= 1) root = sqrt(root);
    let power = ONE;
    for (let i = 0; i < N; i++) {
      const h = toDouble(power);
      const exact = fromDouble(h);
      this.tail[i] = toDouble(div(power - exact, exact));
      this.high[i] = highWord(h);
      this.low[i] = lowWord(h);
      power = mul(power, root);
    }
  }
}
let table: Table | undefined;

const OVERFLOW = 709.782712893384;

export function exp(x: number): number {
  const a = Math.abs(x);
  if (a < 2 ** -54) return 1 + x;
  if (a >= 1024) return x > 0 ? Number.POSITIVE_INFINITY : x < 0 ? 0 : x;
  return expTail(x, 0, false);
}

/** exp(x + tail), negated if `negative`. */
export function expTail(x: number, tail: number, negative: boolean): number {
  table ??= new Table();
  const a = Math.abs(x);
  if (a < 2 ** -54) return negative ? -(1 + x) : 1 + x;
  if (a >= 1024) {
    const big = x > 0 ? Number.POSITIVE_INFINITY : 0;
    return negative ? -big : big;
  }
  const shifted = fma(INV_LN2_N, x, SHIFT);
  const k = lowWord(shifted);
  const kd = shifted - SHIFT;
  let r = fma(kd, NEG_LN2_LO_N, fma(kd, NEG_LN2_HI_N, x));
  if (tail !== 0) r += tail;
  const i = k & (N - 1);
  const r2 = r * r;
  const t = table.tail[i] as number;
  const tmp = fma(r2 * r2, fma(r, C5, C4), fma(r2, fma(r, C3, C2), t + r));
  const e = (k - i) >> 7;
  const high = table.high[i] as number;
  const low = table.low[i] as number;
  if (a >= 512) return extreme(tmp, high, low, e, negative);
  const scale = fromWords((high + (e << 20)) ^ (negative ? 0x80000000 : 0), low);
  return fma(scale, tmp, scale);
}

/** The result where 2^e alone, or the result itself, may not be a normal double. */
function extreme(tmp: number, high: number, low: number, e: number, negative: boolean): number {
  const sign = negative ? 0x80000000 : 0;
  if (e >= 0) {
    const scale = fromWords((high + ((e - 1009) << 20)) ^ sign, low);
    return 2 ** 1009 * fma(scale, tmp, scale);
  }
  const scale = fromWords((high + ((e + 1022) << 20)) ^ sign, low);
  // The product is used twice, so it is not fused.
  const part = scale * tmp;
  let y = scale + part;
  if (Math.abs(y) < 1) {
    // Rounded where the subnormal result ends, not twice.
    const one = y < 0 ? -1 : 1;
    let lo = scale - y + part;
    const hi = one + y;
    lo = one - hi + y + lo;
    y = hi + lo - one;
    if (y === 0) y = negative ? -0 : 0;
  }
  return 2 ** -1022 * y;
}

const LN2_HI = 6.9314718036912381649e-1;
const LN2_LO = 1.90821492927058770002e-10;
const INV_LN2 = 1.442695040888963387;
const Q1 = -3.33333333333331316428e-2;
const Q2 = 1.58730158725481460165e-3;
const Q3 = -7.93650757867487942473e-5;
const Q4 = 4.00821782732936239552e-6;
const Q5 = -2.01099218183624371326e-7;

/** exp(x) - 1. */
export function expm1(arg: number): number {
  let x = arg;
  const hx = highWord(x) & 0x7fffffff;
  if (hx >= 0x4043687a) {
    if (x > OVERFLOW) return Number.POSITIVE_INFINITY;
    if (x < 0) return -1;
  }
  let k = 0;
  let c = 0;
  if (hx > 0x3fd62e42) {
    let hi: number;
    let lo: number;
    if (hx < 0x3ff0a2b2) {
      if (x > 0) {
        hi = x - LN2_HI;
        lo = LN2_LO;
        k = 1;
      } else {
        hi = x + LN2_HI;
        lo = -LN2_LO;
        k = -1;
      }
      x = hi - lo;
      c = hi - x - lo;
    } else {
      k = Math.trunc(fma(INV_LN2, x, x > 0 ? 0.5 : -0.5));
      hi = fma(-k, LN2_HI, x);
      x = fma(-k, LN2_LO, hi);
      c = fma(-k, LN2_LO, hi - x);
    }
  } else if (hx < 0x3c900000) return x;
  const hfx = 0.5 * x;
  const hxs = x * hfx;
  const r1a = fma(hxs, Q1, 1);
  const h2 = hxs * hxs;
  const r2 = fma(hxs, Q3, Q2);
  const h4 = h2 * h2;
  const r3 = fma(hxs, Q5, Q4);
  const r1 = fma(h4, r3, fma(h2, r2, r1a));
  const t = fma(-r1, hfx, 3);
  let e = hxs * ((r1 - t) / fma(-x, t, 6));
  if (k === 0) return x - fma(x, e, -hxs);
  e = fma(x, e - c, -c);
  e -= hxs;
  if (k === -1) return fma(0.5, x - e, -0.5);
  if (k === 1) return x < -0.25 ? -2 * (e - (x + 0.5)) : fma(2, x - e, 1);
  if (k <= -2 || k > 56) return scaled(1 - (e - x), k) - 1;
  if (k < 20) return scaled(fromWords(0x3ff00000 - (0x200000 >> k), 0) - (e - x), k);
  return scaled(x - (e + fromWords((0x3ff - k) << 20, 0)) + 1, k);
}

function scaled(y: number, k: number): number {
  return withHighWord(y, highWord(y) + (k << 20));
}
