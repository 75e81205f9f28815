/**
 * log, log2, log10, log1p, and the logarithm with a tail for pow.
 *
 * log: x = 2^k z, log x = k ln2 + log c + log(z / c), where c is near z and z / c - 1 is exact by one fused operation.
 * After S. Nagy's log, log2 and pow in Arm's optimized routines (MIT), which glibc has had since 2.28. Their 1 / c was found by
 * search (so that log c is nearly a double): how far it is from the middle of its interval is kept below, the logarithms are
 * computed here. log10 and log1p: FreeBSD's and Sun's fdlibm, in glibc's order of operations.
 */
import { fma, fromWords, highWord, nextBy, numbers36, withHighWord } from "./bits.ts";
import { div, fromDouble, ln, ONE, roundToMultiple, toDouble } from "./fixed.ts";

const LN2_HI = 0.6931471805598903;
const LN2_LO = 5.497923018708371e-14;

/** In units of the last place of 1 / middle, for each of the 128 intervals of [0.6875, 1.375). */
const LOG_OFFSETS =
  "-ds0ry -ybi7e -3vilx3 -227zz8 bc784 -21f8xy -8ado1j 5nwj7a -3vo5cq y6qgw 8hslsg -3zf51y 1ephe5 h29ji 4p49bb " +
  "5nybch -14qhkb -5q32yw -1hng86 -7o9mf8 4pvvuc -83gqah 67w5s0 s7wdw -708123 -4bdw1i 5k3xu5 7evdey 2jsk0b 7enwqw " +
  "3zmcdf -6yfpd6 -3m1n56 -1loej0 -3ejrgy -637c46 -5phb0m -8ft61i 7ytv9v 3gmss0 73m60m 97zn5 7bd5w9 -6wrn16 17kknf " +
  "8ir82w 8efvdk 1dvuob 5gpty8 2i98r0 68wdak 3a2bgp 3jvven -5pz2ok 5w1t7n 3kb4li -3svieg -26ezvi 3k4rw2 -7ok9bb " +
  "-5i5j3g 6dom5k -6mcs0i 48jfgr 7wsu9b 5ptzip 24hhod 3li487 -2oh9av 4vplwc -3wg013 -15atqb 1jrlsp -4igc82 1iq27a " +
  "h9yh7 4a4zal 6dtio0 -3zv17z 14q1at 6e0mwq 6rh0ma 12qgs9 -1zypk8 34tm91 -jace8 -tqq89 2jpnpe -5q2evc 2gbmby " +
  "-6k24cn -72hc6c 1rrxxf -8a5ud5 3ibuhn 5249bf -5gnfcy -1ific0 3zrn8 4j2kp2 -8hdw57 -89rye1 813v7h -4n5i6y 1rm4gw " +
  "ifg6d -4tghbm -6rftmn 2gw2vb -1s7mfd 3q7svi 7m61ti -7hcbm8 -844ym1 8emq1e 85n5sh 5kcfa6 8pqwqq -7kau1a -55xwam " +
  "-61fdos -6yv58r 5zj8t6 551dl8 -7avmxb -15611l -8qsh4m 760i3j";

/** The same for log2's 64 intervals. */
const LOG2_OFFSETS =
  "-5flupw -18caau gvyltm -feegs4 8caldk -5jte2j -4ok7ig -cjr6l8 4gr32i -azse9k 1za1cy -d6g0hl 6kzykv be59l8 " +
  "-cx6q8l 55fwpb 8hug2v 6xtgml aqwvsw 6r1jj5 2vwjeo 9gcdaa 778qil -3l3098 -ge51ym -bf51gh -h1rh5j 6lee4n 13feqs " +
  "ff4p8j g03zpj -g6ym3m -gox62 -diwv7r -61q6lr -g8kddz -hme24j -5ho5uw 3bwsqw 6051ch -29u3yd ew51jn -5ep2rl " +
  "-d5mkjw 3jjg4c ck9j0f -82ycs1 -bgobhq -6wzesf -g91i23 -h22ri9 cp1t4m 35rtpa 5x5t2o -gzl6yf -1it1ed -zl84w " +
  "-4iv9rr -1g5of6 -1ddx3x gjt6t3 rnaoy 47trt3 5xwu6z";

/** 1 / c and the logarithm of c for each interval. */
class LogTable {
  readonly inverse: Float64Array;
  readonly log: Float64Array;
  constructor(offsets: string, base2: boolean) {
    const all = numbers36(offsets);
    this.inverse = new Float64Array(all.length);
    this.log = new Float64Array(all.length);
    const ln2 = ln(ONE << 1n);
    for (const [i, offset] of all.entries()) {
      const inverse = nextBy(1 / middle(0x3fe60000, i, all.length), offset);
      this.inverse[i] = inverse;
      const l = -ln(fromDouble(inverse));
      this.log[i] = toDouble(base2 ? div(l, ln2) : l);
    }
  }
}

/** The middle of the i-th of n equal parts (in bits) of the range that starts at the double with this upper word. */
function middle(start: number, i: number, n: number): number {
  const step = 0x100000 / n;
  return (fromWords(start + i * step, 0) + fromWords(start + (i + 1) * step, 0)) / 2;
}

let logTable: LogTable | undefined;
let log2Table: LogTable | undefined;

// -- log

const B0 = -0.5;
const B1 = 0.3333333333333352;
const B2 = -0.24999999999998432;
const B3 = 0.19999999999320328;
const B4 = -0.16666666669929706;
const B5 = 0.14285715076560868;
const B6 = -0.12499997863982555;
const B7 = 0.11110712032936046;
const B8 = -0.10000486757818193;
const B9 = 0.09181994006195467;
const B10 = -0.08328363062289341;
const A0 = -0.5000000000000001;
const A1 = 0.33333333331825593;
const A2 = -0.2499999999622955;
const A3 = 0.20000304511814496;
const A4 = -0.16667054827627667;

const TWO27 = 134217728;
const TWO52 = 4503599627370496;

/** log(x); -Infinity at zero, NaN below. */
export function log(x: number): number {
  if (x >= 0.9375 && x < 1.064697265625) {
    if (x === 1) return 0;
    const r = x - 1;
    const r2 = r * r;
    const r3 = r * r2;
    const q3 = fma(r3, B10, fma(r2, B9, fma(r, B8, B7)));
    const q2 = fma(r3, q3, fma(r2, B6, fma(r, B5, B4)));
    const q1 = fma(r3, q2, fma(r2, B3, fma(r, B2, B1)));
    let w = r * TWO27;
    const rhi = r + w - w;
    const rlo = r - rhi;
    w = rhi * rhi * B0;
    const hi = r + w;
    let lo = r - hi + w;
    lo = fma(B0 * rlo, rhi + r, lo);
    return fma(r3, q1, lo) + hi;
  }
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  logTable ??= new LogTable(LOG_OFFSETS, false);
  let k = 0;
  let z = x;
  if (z < 2 ** -1022) {
    z *= TWO52;
    k = -52;
  }
  const high = highWord(z);
  const t = high - 0x3fe60000;
  const i = (t >> 13) & 127;
  k += t >> 20;
  z = withHighWord(z, high - (t & 0xfff00000));
  const r = fma(z, logTable.inverse[i] as number, -1);
  const w = fma(k, LN2_HI, logTable.log[i] as number);
  const hi = w + r;
  const lo = fma(k, LN2_LO, w - hi + r);
  const r2 = r * r;
  const p = fma(r2, fma(r, A4, A3), fma(r, A2, A1));
  return fma(r * r2, p, fma(r2, A0, lo)) + hi;
}

// -- log2

const INV_LN2_HI = 1.4426950407214463;
const INV_LN2_LO = 1.6751713164886512e-10;

export function log2(x: number): number {
  if (x >= 0.9576029777526855 && x < 1.0442743301391602) {
    if (x === 1) return 0;
    const r = x - 1;
    const hi = r * INV_LN2_HI;
    let lo = fma(r, INV_LN2_LO, fma(r, INV_LN2_HI, -hi));
    const r2 = r * r;
    const r4 = r2 * r2;
    const q = fma(r, 0.48089834696298744, -0.7213475204444817);
    const y = fma(r2, q, hi);
    lo += fma(r2, q, hi - y);
    const c = fma(r2, fma(r, 0.2060992861022954, -0.24044917405728863), fma(r, 0.2885390081805197, -0.360673760222145));
    const d = fma(
      r2,
      fma(r, 0.13046826811283835, -0.14483316576701266),
      fma(r, 0.1603032746063156, -0.18033596705327856),
    );
    lo = fma(r4, fma(r4, d, c), lo);
    return y + lo;
  }
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  log2Table ??= new LogTable(LOG2_OFFSETS, true);
  let k = 0;
  let z = x;
  if (z < 2 ** -1022) {
    z *= TWO52;
    k = -52;
  }
  const high = highWord(z);
  const t = high - 0x3fe60000;
  const i = (t >> 14) & 63;
  k += t >> 20;
  z = withHighWord(z, high - (t & 0xfff00000));
  const r = fma(z, log2Table.inverse[i] as number, -1);
  const t1 = r * INV_LN2_HI;
  const t2 = fma(r, INV_LN2_LO, fma(r, INV_LN2_HI, -t1));
  const t3 = k + (log2Table.log[i] as number);
  const hi = t3 + t1;
  const lo = t3 - hi + t1 + t2;
  const r2 = r * r;
  const r4 = r2 * r2;
  const a = fma(r, 0.4808983469629985, -0.7213475204444882);
  const b = fma(r, 0.2885390073180969, -0.36067375954075914);
  const c = fma(r, 0.2061202382173603, -0.2404693555628422);
  const p = fma(r4, c, fma(r2, b, a));
  return fma(r2, p, lo) + hi;
}

// -- The logarithm that pow needs: a sum of two doubles.

class PowTable {
  readonly inverse = new Float64Array(128);
  readonly log = new Float64Array(128);
  readonly tail = new Float64Array(128);
  constructor() {
    for (let i = 0; i < 128; i++) {
      const center = middle(0x3fe69555, i, 128);
      // Few bits, so that z / c - 1 is exact.
      const inverse = center < 1 ? Math.round(128 / center) / 128 : Math.round(256 / center) / 256;
      const l = -ln(fromDouble(inverse));
      const head = roundToMultiple(l, 43);
      this.inverse[i] = inverse;
      this.log[i] = head;
      this.tail[i] = toDouble(l - fromDouble(head));
    }
  }
}
let powTable: PowTable | undefined;

/** What the head of `logHead` misses. */
export let logTail = 0;

/** The head of log(x) for a positive finite x; its tail is in `logTail`. */
export function logHead(x: number): number {
  powTable ??= new PowTable();
  let k = 0;
  let z = x;
  if (z < 2 ** -1022) {
    z *= TWO52;
    k = -52;
  }
  const high = highWord(z);
  const t = high - 0x3fe69555;
  const i = (t >> 13) & 127;
  k += t >> 20;
  z = withHighWord(z, high - (t & 0xfff00000));
  const r = fma(z, powTable.inverse[i] as number, -1);
  const t1 = fma(k, LN2_HI, powTable.log[i] as number);
  const t2 = t1 + r;
  const lo1 = fma(k, LN2_LO, powTable.tail[i] as number);
  const lo2 = t1 - t2 + r;
  const ar = -0.5 * r;
  const ar2 = r * ar;
  const ar3 = r * ar2;
  const hi = t2 + ar2;
  const lo3 = fma(ar, r, -ar2);
  const lo4 = t2 - hi + ar2;
  const q2 = fma(r, 1.0000415263675542, -1.142909628459501);
  const q1 = fma(ar2, q2, fma(r, -0.6666666663487739, 0.7999999995323976));
  const q0 = fma(ar2, q1, fma(r, 0.5000000000000007, -0.6666666666666679));
  const lo = fma(ar3, q0, lo1 + lo2 + lo3 + lo4);
  const y = hi + lo;
  logTail = hi - y + lo;
  return y;
}

// -- log10, log1p

const TWO54 = 18014398509481984;

export function log10(arg: number): number {
  let x = arg;
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  let k = 0;
  if (x < 2 ** -1022) {
    k = -54;
    x *= TWO54;
  }
  const high = highWord(x);
  k += (high >> 20) - 1023;
  const i = k < 0 ? 1 : 0;
  const y = k + i;
  const z =
    y * 3.69423907715893078616e-13 +
    4.34294481903251816668e-1 * log(withHighWord(x, (high & 0xfffff) | ((0x3ff - i) << 20)));
  return z + y * 3.01029995663611771306e-1;
}

const LN2H = 6.9314718036912381649e-1;
const LN2L = 1.90821492927058770002e-10;
const L1 = 6.66666666666673513e-1;
const L2 = 3.999999999940941908e-1;
const L3 = 2.857142874366239149e-1;
const L4 = 2.222219843214978396e-1;
const L5 = 1.818357216161805012e-1;
const L6 = 1.531383769920937332e-1;
const L7 = 1.479819860511658591e-1;

/** log(1 + x). */
export function log1p(x: number): number {
  const hx = highWord(x);
  const ax = hx & 0x7fffffff;
  let k = 1;
  let f = 0;
  let c = 0;
  let hu = 1;
  if (hx < 0x3fda827a) {
    if (ax >= 0x3ff00000) return x === -1 ? Number.NEGATIVE_INFINITY : Number.NaN;
    if (ax < 0x3e200000) return ax < 0x3c900000 ? x : fma(-(x * x), 0.5, x);
    if (hx > 0 || hx <= (0xbfd2bec3 | 0)) {
      k = 0;
      f = x;
    }
  } else if (hx >= 0x7ff00000) return x + x;
  if (k !== 0) {
    let u: number;
    if (hx < 0x43400000) {
      u = 1 + x;
      hu = highWord(u);
      k = (hu >> 20) - 1023;
      c = k > 0 ? 1 - (u - x) : x - (u - 1);
      c /= u;
    } else {
      u = x;
      hu = highWord(u);
      k = (hu >> 20) - 1023;
    }
    hu &= 0xfffff;
    if (hu < 0x6a09e) u = withHighWord(u, hu | 0x3ff00000);
    else {
      k++;
      u = withHighWord(u, hu | 0x3fe00000);
      hu = (0x100000 - hu) >> 2;
    }
    f = u - 1;
  }
  const hfsq = 0.5 * f * f;
  if (hu === 0) {
    if (f === 0) return k === 0 ? 0 : fma(k, LN2H, fma(k, LN2L, c));
    const q = fma(-0.66666666666666666, f, 1);
    const m = q * hfsq;
    if (k === 0) return f - m;
    return fma(k, LN2H, -(m - fma(k, LN2L, c) - f));
  }
  const s = f / (2 + f);
  const z = s * s;
  const z2 = z * z;
  const r2 = fma(z, L3, L2);
  const z4 = z2 * z2;
  const r3 = fma(z, L5, L4);
  const z6 = z4 * z2;
  const r4 = fma(z, L7, L6);
  const r = fma(z6, r4, fma(z4, r3, fma(z, L1, z2 * r2)));
  const m = s * (hfsq + r);
  if (k === 0) return f - (hfsq - m);
  return fma(k, LN2H, -(hfsq - (fma(k, LN2L, c) + m) - f));
}
