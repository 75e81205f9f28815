/**
 * sin, cos, tan.
 *
 * After S. Gal and B. Bachelis, "An accurate elementary mathematical library for the IEEE floating point standard" (ACM TOMS
 * 17, 1991), the method of IBM's accurate library that glibc has: sine and cosine of x are put together from a table at
 * multiples of 1/128 and short polynomials; the tangent from nodes that were moved so that tangent and cotangent are both
 * nearly doubles. How far they were moved is kept below, the values are computed here.
 * Operations are fused as the compiler fuses them for a processor with FMA.
 */
import { copySign, fma, fromWords, highWord, nextBy, numbers36, productError } from "./bits.ts";
import { div, fromDouble, ONE, pi, sinCos, toDouble } from "./fixed.ts";

// -- Bringing x near zero

const HALF_PI = 1.5707963267948966;
const HALF_PI_LOW = 6.123233995736766e-17;
const INV_HALF_PI = 0.6366197723675814;
/** 1.5 * 2^52: adding it rounds to a whole number. */
const TO_INT = 6755399441055744;
/** Half pi in parts: the first two have few bits, so that whole multiples are exact. */
const MP1 = fromWords(0x3ff921fb, 0x58000000);
const MP2 = fromWords(0xbe4dde97 | 0, 0x3c000000);
const MP3 = fromWords(0xbc8cb3b3 | 0, 0x99d747f2);
const PP3 = fromWords(0xbc8cb3b3 | 0, 0x98000000);
const PP4 = fromWords(0xbacd747f | 0, 0x23e32ed7);

/** What is left of the last reduction: its value is `rest + low`. */
let rest = 0;
let low = 0;

/** Takes multiples of half a pi off x, |x| < 1.05e8. Returns how many. */
function reduce(x: number): number {
  const xn = fma(x, INV_HALF_PI, TO_INT) - TO_INT;
  const y = fma(-xn, MP2, fma(-xn, MP1, x));
  const t = fma(-xn, PP3, y);
  const d = fma(-xn, PP3, y - t);
  rest = fma(-xn, PP4, t);
  low = d + fma(-xn, PP4, t - rest);
  return xn;
}

/** 2 / pi in digits of 24 bits. */
let inverse: Float64Array | undefined;

function inverseDigits(): Float64Array {
  const bits = 1900n;
  let fraction = (1n << (2n * bits + 1n)) / pi(bits);
  return Float64Array.from({ length: 75 }, () => {
    fraction <<= 24n;
    const digit = fraction >> bits;
    fraction -= digit << bits;
    return Number(digit);
  });
}

const part = new Float64Array(6);
let partSum = 0;
let partLow = 0;

/** x * 2^600 times 2 / pi without what are multiples of four: returns the fraction; whole part and tail by the side. */
function multiply(x: number, digits: Float64Array): number {
  const raw = (highWord(x) >> 20) & 2047;
  const k = Math.max(0, Math.trunc((raw - 450) / 24));
  let scale = 2 ** (576 - 24 * k);
  for (let i = 0; i < 6; i++) {
    part[i] = x * (digits[k + i] as number) * scale;
    scale *= 2 ** -24;
  }
  let sum = 0;
  for (let i = 0; i < 3; i++) {
    const p = part[i] as number;
    const s = p + TO_INT - TO_INT;
    sum += s;
    part[i] = p - s;
  }
  let t = 0;
  for (let i = 5; i >= 0; i--) t += part[i] as number;
  let tail = (part[0] as number) - t;
  for (let i = 1; i < 6; i++) tail += part[i] as number;
  const s = t + TO_INT - TO_INT;
  sum += s;
  t -= s;
  const b = t + tail;
  partLow = t - b + tail;
  partSum = sum - (sum + 4 * TO_INT - 4 * TO_INT);
  return b;
}

/** The same for every x above. */
function reduceLarge(x: number): number {
  inverse ??= inverseDigits();
  const scaled = x * 2 ** -600;
  const split = scaled * 134217729;
  const x1 = split - (split - scaled);
  const b1 = multiply(x1, inverse);
  const sum1 = partSum;
  const low1 = partLow;
  const b2 = multiply(scaled - x1, inverse);
  let sum = sum1 + partSum;
  let b = b1 + b2;
  const bb = Math.abs(b1) > Math.abs(b2) ? b1 - b + b2 : b2 - b + b1;
  if (b > 0.5) {
    b -= 1;
    sum += 1;
  } else if (b < -0.5) {
    b += 1;
    sum -= 1;
  }
  const s = b + (bb + low1 + partLow);
  const t = b - s + bb + (low1 + partLow);
  const head = s * 134217729;
  const t1 = head - (head - s);
  const t2 = s - t1;
  const high = fromWords(0x3ff921fb, 0x58000000);
  const mid = fromWords(0xbe4dde97 | 0, 0x40000000);
  const p = s * HALF_PI;
  const e = t1 * high - p + t1 * mid + t2 * high + (t2 * mid + s * HALF_PI_LOW + t * HALF_PI);
  rest = p + e;
  low = p - rest + e;
  return sum;
}

// -- Sine and cosine

const S1 = -0.16666666666666666;
const S2 = 0.0083333333333323288;
const S3 = -0.00019841269834414642;
const S4 = 2.755729806860771e-6;
const S5 = -2.5022014848318398e-8;
const SN3 = -1.66666666666664880952546298448555e-1;
const SN5 = 8.33333214285722277379541354343671e-3;
const CS2 = 4.99999999999999999999950396842453e-1;
const CS4 = -4.16666666666664434524222570944589e-2;
const CS6 = 1.38888874007937613028114285595617e-3;
/** 1.5 * 2^45: adding it rounds to a multiple of 1/128. */
const TO_128TH = 52776558133248;
const POINTS = 110;

/** Sine and cosine of k/128, each with its tail. */
class SinCosTable {
  readonly values = new Float64Array(4 * POINTS);
  constructor() {
    for (let k = 0; k < POINTS; k++) {
      const { sin, cos } = sinCos((ONE >> 7n) * BigInt(k));
      this.#put(4 * k, sin);
      this.#put(4 * k + 2, cos);
    }
  }

  #put(i: number, value: bigint): void {
    const head = toDouble(value);
    this.values[i] = head;
    this.values[i + 1] = toDouble(value - fromDouble(head));
  }
}
let sinCosTable: SinCosTable | undefined;

/** sin(x + dx) for |x| < 0.86. */
function sinSum(x: number, dx: number): number {
  const a = Math.abs(x);
  if (a < 0.126) {
    const xx = x * x;
    const p = fma(fma(fma(fma(S5, xx, S4), xx, S3), xx, S2), xx, S1);
    return x + fma(fma(p, x, -(0.5 * dx)), xx, dx);
  }
  sinCosTable ??= new SinCosTable();
  const { values } = sinCosTable;
  const near = TO_128TH + a - TO_128TH;
  const i = near * 512;
  const r = a - near;
  const d = x <= 0 ? -dx : dx;
  const sn = values[i] as number;
  const xx = r * r;
  const s = r + fma(r * xx, fma(xx, SN5, SN3), d);
  const c = fma(r, d, xx * fma(xx, fma(xx, CS6, CS4), CS2));
  const cor = fma(values[i + 2] as number, s, fma(-sn, c, fma(s, values[i + 3] as number, values[i + 1] as number)));
  return copySign(sn + cor, x);
}

/** cos(x + dx) for |x| < 0.86. */
function cosSum(x: number, dx: number): number {
  sinCosTable ??= new SinCosTable();
  const { values } = sinCosTable;
  const a = Math.abs(x);
  const near = TO_128TH + a - TO_128TH;
  const i = near * 512;
  const r = a - near + (x < 0 ? -dx : dx);
  const cs = values[i + 2] as number;
  const xx = r * r;
  const s = fma(r * xx, fma(xx, SN5, SN3), r);
  const c = xx * fma(xx, fma(xx, CS6, CS4), CS2);
  const cor = fma(-(values[i] as number), s, fma(-cs, c, fma(-s, values[i + 1] as number, values[i + 3] as number)));
  return cs + cor;
}

/** The sine of what was left, `n` quarters of the circle on. */
function quarter(n: number): number {
  const r = (n & 1) === 0 ? sinSum(rest, low) : cosSum(rest, low);
  return (n & 2) === 0 ? r : -r;
}

/** Where the ranges end: 0.855, 2.43, 1.05e8. */
const FIRST = fromWords(0x3feb6000, 0);
const SECOND = fromWords(0x400368fd, 0);
const THIRD = fromWords(0x419921fb, 0);

export function sin(x: number): number {
  const a = Math.abs(x);
  if (a < 2 ** -26) return x;
  if (a < FIRST) return sinSum(x, 0);
  if (a < SECOND) return copySign(cosSum(HALF_PI - a, HALF_PI_LOW), x);
  if (a < THIRD) return quarter(reduce(x));
  if (a < Number.POSITIVE_INFINITY) return quarter(reduceLarge(x));
  return Number.NaN;
}

export function cos(x: number): number {
  const a = Math.abs(x);
  if (a < 2 ** -27) return 1;
  if (a < FIRST) return cosSum(x, 0);
  if (a < SECOND) {
    const y = HALF_PI - a;
    const s = y + HALF_PI_LOW;
    return sinSum(s, y - s + HALF_PI_LOW);
  }
  if (a < THIRD) return quarter(reduce(x) + 1);
  if (a < Number.POSITIVE_INFINITY) return quarter(reduceLarge(x) + 1);
  return Number.NaN;
}

// -- Tangent

/** In units of the last place of (i + 16) / 256. */
const TAN_OFFSETS =
  "8eugkg 7iq68g a9t8wg -vczhq -7rpb35 -51xgj5 9b187 -5tj5xb -9ze8ll -7whmj9 -7mkfcp aw9fxf -cin39 9strgl -az2pcn " +
  "-8118c 3kwej9 -4x9ii0 3jdmgt 3rtxnl -562kjc 1nbo7l -hl7xe -54gh3l ruyh9 -3slk10 5efudu -514qmr -3avluo -25ujq7 " +
  "-ob2fq 49r80f -4pjmzs l329g -3gcmga 4iwgbl 2kgbow -5sny1g -1d1ib1 2z5l1a 4s70hq -35p6pe 1njm3v 5oe1uz 5r58qe " +
  "-p7zur 3jhhyu i6d6b 1oej02 zaa36 1fsheb r8lpx -2dwpbz w2ne8 -a3nxp -2gyc2r -9zfgg -hdzfa 1k4yxn jekh -12sij9 " +
  "-2kd2sg 1uur9v 200e5f -11nd4h jezs -16wtt9 -1d9rf0 -28ihbr 2dcb2s -29kntm 2fd8r4 2ro8qn 21ep56 uufh6 -2u1gke " +
  "-26qor3 -1jiizm mvzmz t5tq0 1gudap -1vnom5 -15c56n -2jou8q tmfhr 1da1tg 155lyi 282ssn jo57f -18gph4 -1bjqjj " +
  "-2scaew 1ea6vg 2x1z4c -2m5kq0 p0b4d o2c1 -ad3km 2n28t4 -1drjgh -qqrxd -ilvto -1kw57u -fi7iv 2q9iiq -1cnhrd " +
  "2ucgwa grkgw -6eakf -1viy44 -1ne5ip -rofs6 -1154ow -6qcgk -b4bih 4ata7 -q6zzx ymh9k -8vopr -9pn79 tudno i11s0 " +
  "1c3vpx 9sn0q ob73n -tlh54 -o660l -15fl27 -y01ql borom 1diai7 -wg012 15qerd 11dw9s -1hc06m -enr73 -epfx1 -2fkrj " +
  "-5ldhq 163i2e -winy7 -2urli 19pass 13k29r 1fi7rt 1a5ox1 23kja w0e1j tyzjp 1hj4ox 1bztur e7tup -44a9i 4n0mj " +
  "124lrv -uwiur vwlm2 -135jzm -192mp7 jdq8 tc264 -csol2 9ifwm -ds6j0 128vvq -1gt9bx -wu7av -10lis7 -10vhx6 30zw3 " +
  "-134fpn 19wy6b -8szbe lhqai n4gx6 192cdq k67ni -147e9b mtkmb cpkrb lgu61 17oh7s -28qb5 -oq6gq -gwyix 1610yn";

const D3 = fromWords(0x3fd55555, 0x55555555);
const D5 = fromWords(0x3fc11111, 0x111107c6);
const D7 = fromWords(0x3faba1ba, 0x1cdb8745);
const D9 = fromWords(0x3f9664ed, 0x49cfc666);
const D11 = fromWords(0x3f82385a, 0x3cf2e4ea);
const E0 = fromWords(0x3fd55555, 0x55554dbd);
const E1 = fromWords(0x3fc11112, 0xe0a6b45f);
/** Up to here a polynomial will do. */
const SMALL = fromWords(0x3faf212d, 0);
const QUARTER_PI = fromWords(0x3fe92f1a, 0);

/** For each node: itself, its tangent and its cotangent. */
class TanTable {
  readonly values: Float64Array;
  constructor() {
    const offsets = numbers36(TAN_OFFSETS);
    this.values = new Float64Array(3 * offsets.length);
    for (const [i, offset] of offsets.entries()) {
      const x = nextBy((i + 16) / 256, offset);
      const { sin, cos } = sinCos(fromDouble(x));
      this.values[3 * i] = x;
      this.values[3 * i + 1] = toDouble(div(sin, cos));
      this.values[3 * i + 2] = toDouble(div(cos, sin));
    }
  }
}
let tanTable: TanTable | undefined;

/** What tan of a small x has over x / x^3. */
function smallTan(x2: number): number {
  return fma(x2, fma(x2, fma(x2, fma(x2, D11, D9), D7), D5), D3);
}

/** tan, or minus the cotangent, of a + d, for 0.0608 < a < 0.787. */
function nodeTan(a: number, d: number, cotangent: boolean): number {
  tanTable ??= new TanTable();
  const { values } = tanTable;
  const i = 3 * Math.trunc(fma(256, a, -15.5));
  const z = a - (values[i] as number) + d;
  const z2 = z * z;
  const p = fma(z * z2, fma(z2, E1, E0), z);
  const f = values[i + 1] as number;
  const g = values[i + 2] as number;
  return cotangent ? -(g - (p * (f + g)) / (f + p)) : f + (p * (g + f)) / (g - p);
}

export function tan(x: number): number {
  const a = Math.abs(x);
  if (a <= fromWords(0x3e4b096c, 0)) return x;
  if (a <= SMALL) {
    const x2 = x * x;
    return fma(smallTan(x2), x * x2, x);
  }
  if (a <= QUARTER_PI) {
    const t = nodeTan(a, 0, false);
    return x < 0 ? -t : t;
  }
  if (!(a < Number.POSITIVE_INFINITY)) return Number.NaN;
  const n = reduceForTan(x, a);
  const odd = (n & 1) === 1;
  if (Math.abs(rest) <= SMALL) {
    const a2 = rest * rest;
    const t = fma(rest * a2, smallTan(a2), low);
    return odd ? cotangent(rest, t) : rest + t;
  }
  return rest < 0 ? -nodeTan(-rest, -low, odd) : nodeTan(rest, low, odd);
}

/** Takes multiples of half a pi off x; how precisely depends on its size `a`. */
function reduceForTan(x: number, a: number): number {
  let n: number;
  if (a <= 25) {
    n = fma(x, INV_HALF_PI, TO_INT) - TO_INT;
    const y = fma(-n, MP2, fma(-n, MP1, x));
    const d = n * MP3;
    rest = y - d;
    low = y - rest - d;
    return n;
  }
  n = a <= 1e8 ? reduce(x) : reduceLarge(x);
  const sum = rest + low;
  low = Math.abs(rest) > Math.abs(low) ? rest - sum + low : low - sum + rest;
  rest = sum;
  return n;
}

/** -1 / (a + t), the quotient in double length. */
function cotangent(a: number, t: number): number {
  const b = a + t;
  const d = Math.abs(a) > Math.abs(t) ? a - b + t : t - b + a;
  const q = 1 / b;
  const p = q * b;
  const e = productError(q, b, p);
  const r = fma(-q, d, 1 - p - e) / b;
  const c = q + r;
  return -(c + (q - c + r));
}
