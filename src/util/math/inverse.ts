/**
 * asin, acos, atan, atan2.
 *
 * After the method of S. Gal and B. Bachelis (ACM TOMS 17, 1991) and IBM's accurate library that glibc has: near x there is a
 * node x0; the result is f(x0) plus a polynomial in x - x0 of least error, which is computed when first needed.
 * The nodes of the arc tangent were moved so that their arc tangents are nearly doubles: how far is kept below.
 * Operations are fused as the compiler fuses them for a processor with FMA.
 */
import { copySign, fma, fromWords, highWord, nextBy, numbers36, productError } from "./bits.ts";
import {
  asin as fixedAsin,
  atan as fixedAtan,
  fromDouble,
  minimax,
  ONE,
  roundToMultiple,
  shifted,
  toDouble,
} from "./fixed.ts";

const PI = 3.141592653589793;
const PI_LOW = 1.2246467991473532e-16;
const HALF_PI = 1.5707963267948966;
const HALF_PI_LOW = 6.123233995736766e-17;
/** 2^52: adding it rounds to a whole number. */
const TWO52 = 4503599627370496;

// -- Arc tangent

/** In units of the last place of (i + 16) / 256. */
const ATAN_OFFSETS =
  "oybktp5ce -4hk81t4 -swd6ntb -4jm4uhq -3wjr9lg -whftpuy -e2awj4o uoe70pi v1f39vz -r6e4wox -cyn6zke 4pjzs7r " +
  "giywwxd 4s8wfju -masbe46 l1dh6g0 -aef6fqa -azfxhlk 6bbds7n -67lt0bz -1i5wbcj -g2uobmm -gibzqs6 b2uibmm 94b9x5m " +
  "9mb2tnl -gfy6bdv c8xhfb2 -1n2m1rz gb7wxy9 -8n5cla2 fwolhn4 bzw0c75 byfc1zr 9ir93li -ci1bj8 bcafu5c -g1fa7fg " +
  "-1035x9p -35lec0r -cf718ul egwxalo -f1ky89t -cuvpx7t ga1g940 1hgn9ks 6rfcpoj -ba0a531 5rbkrla -6lbhvk2 -69fgq4p " +
  "-1qh8aw9 77sm8ka 3un82bp 7blzr49 -osn0kt -5kjsw9d -6166012 -3utjjuf 3857avy -32bh6l2 -3e27isg 6wx80wq 6ek54ch " +
  "2qrr3n5 6taazki 1jmrx1c lj1zuz -4s53ae9 -3lohb5 5ql69om -51r1qb4 -4iavlpp -76gz6zi -4qc12r2 -525rnhp -80im04c " +
  "-3swykzq -827p7ye 7s46z08 -5eskptg 67upca3 7hape2h 7putb6d -3j5e8ip 59do5vx 5oda0h6 4ukilwr 5tqei24 -1fqq4ay " +
  "4zrhktq 2jguzr8 -1lwnbbz 1i3b6la 1agsl1c -5uqib6b 1ulmcub 30a181k -721tc8x 4colwy1 -6kqn5l3 7zvat0k -2kz84cg " +
  "-3lav28l -4uqu4hq -4apsugw -1ji3826 -4oe2k1d -1kuxfgz 33cf9f2 7hzte7c 3y5ilsp -86jomzc -ovtjjs 36bs6za -h4lw6d " +
  "-2wskj5w 42mzjmt -12zrqjw -3rnmn6a 2yc2tt8 -1zpli8r 1cqf7n5 -132ekqh -14znpmm -mlbzbz -jehc4w 2jwze4h dxbqcz " +
  "1mk0rqk -3osxg5g swul3x 1sf5fm8 -1q35l9x 3rpiu1f -ftjh6g -1iztmab -3y0f7zp 1tz4cn1 3k6y90w -2vujw6k 364e79e " +
  "1l9v7c8 -1u8esxl -h8rclf -27llvil -1n0vbe -1vcjplo -2u86f1l 2uz7wq3 1dbgg74 2732agr -37n5jga 2ayjql5 3p55btv " +
  "-327ai0h 1u5qomr -stco9i -3ykjxo3 o70crd 2ki03x6 2baswjv 11nipxo 1aeuu0v 1riac0b 3pzfszr -3u6tm9x -618kk6 " +
  "1tregkl 3yajf8r 24caq25 -1ojmcdy -2ty5bpm -3e61jnp -1lygbx3 34zrsp1 -15mxx0u 3hqkx0y 1givuin 320sam5 -2jlpofk " +
  "118uj1f -1uws7kh rm20e 1tote9n -coahno 3n93c2u 20eyejb cishvm -43q21f3 -7ekb71 2tnn4ms -kdyhut 36ouc77 -i535c1 " +
  "-3067lf6 2nfl3nc 1pgn51l x179r4 244hm4o -2zlo3bb -31ipwik 2pl95tk fnl6m1 1m902ib -3fj0055 34ehd4d -35qh88f " +
  "-1bmw87i 1ipxr9a 1pjr4m1 hsntme -1rxrhuk -20q7ejn 3p8t2sy -24qfdkx -60xm37 -43jjsr2 -13t6t64 -2utcg3o -13rqewt " +
  "-1tf9r31 -2n8a644 amz46t -3jcsryy kaxzl4 15327vp -1f8fykx fjz1jz 1aal4e3 ozr61s -1ace7s8 -ib4pa8 3r1l0f1 " +
  "-40fpwdh -3ce7oi5 j9v4tq -1j0mnkg 3abtu49 -3i2eofq -345spfqs0";

const A3 = fromWords(0xbfd55555 | 0, 0x55555555);
const A5 = fromWords(0x3fc99999, 0x999997fd);
const A7 = fromWords(0xbfc24924 | 0, 0x923f7603);
const A9 = fromWords(0x3fbc71c6, 0xe5129a3b);
const A11 = fromWords(0xbfb74580 | 0, 0x22b13c25);
const A13 = fromWords(0x3fb375f0, 0x8b31cbce);

const MARGIN = ONE / 100000n;

let atanOffsets: readonly number[] | undefined;
const atanNodes: Float64Array[] = [];

/** The node near u in [1/16, 1], its arc tangent, and the five coefficients. */
function atanNode(u: number): Float64Array {
  const i = TWO52 + 256 * u - TWO52 - 16;
  return (atanNodes[i] ??= makeAtanNode(i));
}

function makeAtanNode(i: number): Float64Array {
  atanOffsets ??= numbers36(ATAN_OFFSETS);
  const x = nextBy((i + 16) / 256, atanOffsets[i] as number);
  const fixed = fromDouble(x);
  // The part of [1/16, 1] that is nearest, and a little more.
  const from = fromDouble(Math.max(2 * i + 31, 32) / 512) - MARGIN;
  const to = fromDouble(Math.min(2 * i + 33, 512) / 512) + MARGIN;
  const center = (from + to) >> 1n;
  const c = minimax(fixedAtan, center, (to - from) >> 1n, 5, true);
  const [, ...rest] = shifted(c, fixed - center).map(toDouble);
  return Float64Array.of(x, toDouble(fixedAtan(fixed)), ...rest);
}

/** The polynomial of a node without its constant, divided by z. */
function nodeSlope(node: Float64Array, z: number): number {
  const high = fma(z, node[6] as number, node[5] as number);
  return fma(z, fma(z, fma(z, high, node[4] as number), node[3] as number), node[2] as number);
}

/** What atan of a small x has over x / x^3; v is its square. */
function smallAtan(v: number): number {
  return fma(v, fma(v, fma(v, fma(v, fma(v, A13, A11), A9), A7), A5), A3);
}

export function atan(x: number): number {
  const u = Math.abs(x);
  if (u < 1 / 16) {
    if (u < fromWords(0x3e4bb67a, 0)) return x;
    const v = x * x;
    return fma(smallAtan(v), x * v, x);
  }
  if (u < 1) {
    const node = atanNode(u);
    const z = u - (node[0] as number);
    return copySign(fma(nodeSlope(node, z), z, node[1] as number), x);
  }
  if (u >= fromWords(0x43349ff2, 0)) return copySign(HALF_PI, x);
  if (x !== x) return x;
  const w = 1 / u;
  const t = w * u;
  const e = 1 - t - productError(w, u, t);
  if (u < 16) {
    const node = atanNode(w);
    const z = fma(w, e, w - (node[0] as number));
    return copySign(HALF_PI - (node[1] as number) + fma(-z, nodeSlope(node, z), HALF_PI_LOW), x);
  }
  const v = w * w;
  const head = HALF_PI - w;
  const cor = HALF_PI - head - w;
  return copySign(head + fma(-smallAtan(v), w * v, fma(-w, e, HALF_PI_LOW + cor)), x);
}

/** The angle of the point (x, y). */
export function atan2(y: number, x: number): number {
  if (y === 0 || x === 0 || y - y !== 0 || x - x !== 0) return Math.atan2(y, x);
  const exponents = (highWord(y) & 0x7ff00000) - (highWord(x) & 0x7ff00000);
  if (exponents >= 57 << 20) return copySign(HALF_PI, y);
  let ax = Math.abs(x);
  let ay = Math.abs(y);
  if (exponents <= -(57 << 20)) return copySign(x > 0 ? ay / ax : PI, y);
  if (ax < 2 ** -500 || ay < 2 ** -500) {
    ax *= 2 ** 500;
    ay *= 2 ** 500;
  }
  if (ax > 2 ** 500 || ay > 2 ** 500) {
    ax *= 2 ** -500;
    ay *= 2 ** -500;
  }
  const flat = ay < ax;
  const greater = flat ? ax : ay;
  const less = flat ? ay : ax;
  const u = less / greater;
  const p = greater * u;
  const du = (less - p - productError(greater, u, p)) / greater;
  if (x > 0 && flat) return copySign(quotientAtan(u, du), y);
  const steep = x > 0 || ax < ay;
  return copySign(fromAxis(u, du, steep ? HALF_PI : PI, steep ? HALF_PI_LOW : PI_LOW, x < 0 && steep), y);
}

/** atan(u + du). */
function quotientAtan(u: number, du: number): number {
  if (u < 1 / 16) {
    const v = u * u;
    return u + fma(u * v, smallAtan(v), du);
  }
  const node = atanNode(u);
  const t = u - (node[0] as number);
  const v = t + du;
  const dv = Math.abs(t) > Math.abs(du) ? t - v + du : du - v + t;
  const c1 = node[2] as number;
  const high = fma(v, fma(v, node[6] as number, node[5] as number), node[4] as number);
  return (node[1] as number) + fma(v, c1, fma(dv, c1, v * v * fma(v, high, node[3] as number)));
}

/** axis - atan(u + du), or with plus. */
function fromAxis(u: number, du: number, axis: number, axisLow: number, plus: boolean): number {
  if (u < 1 / 16) {
    const v = u * u;
    const q = u * v * smallAtan(v);
    if (plus) {
      const t = axis + u;
      return t + (axisLow + (axis - t + u) + du + q);
    }
    const t = axis - u;
    return t + (axisLow + (axis - t - u) - du - q);
  }
  const node = atanNode(u);
  const v = u - (node[0] as number) + du;
  const slope = nodeSlope(node, v);
  const at = node[1] as number;
  return plus ? axis + at + fma(v, slope, axisLow) : axis - at + fma(-v, slope, axisLow);
}

// -- Arc sine and arc cosine

const F1 = 1.66666666666664110590506577996662e-1;
const F2 = 7.50000000026122686814431784722623e-2;
const F3 = 4.4642856142105975097851735000694e-2;
const F4 = 3.03821268582119319911193410625235e-2;
const F5 = 2.23551211026525610742786300334557e-2;
const F6 = 1.81382903404565056280372531963613e-2;
const RT0 = 9.99999999859990725855365213134618e-1;
const RT1 = 4.99999999495955425917856814202739e-1;
const RT2 = 3.7501750086734518258145302613085e-1;
const RT3 = 3.12523626554518656309172508769531e-1;

/** What asin of a small x has over x / x^3; v is its square. */
function smallAsin(v: number): number {
  return fma(fma(fma(fma(fma(F6, v, F5), v, F4), v, F3), v, F2), v, F1);
}

/** Where the last range begins, at which arc sine turns to a square root. */
const STEEP = 0.96875;
const asinNodes: Float64Array[] = [];
/** The head of the arc sine at the node of the last `asinTail`. */
let asinHead = 0;

/** Head and tail of asin(a), a in [0.125, 0.96875): returns the tail. */
function asinTail(a: number): number {
  const i = Math.floor(256 * a);
  const node = (asinNodes[i] ??= makeAsinNode(i));
  const z = a - (node[0] as number);
  let q = node[node.length - 1] as number;
  for (let n = node.length - 2; n > 3; n--) q = fma(z, q, node[n] as number);
  asinHead = node[1] as number;
  return fma(node[3] as number, z, fma(z * z, q, node[2] as number));
}

/** The middle of [i, i + 1) / 256, head and tail of its arc sine, the coefficients. */
function makeAsinNode(i: number): Float64Array {
  const x = (i + 0.5) / 256;
  const degree = x < 0.5 ? 6 : x < 0.75 ? 7 : x < 0.921875 ? 8 : x < 0.953125 ? 9 : 10;
  const fixed = fromDouble(x);
  const head = roundToMultiple(fixedAsin(fixed), 51);
  const [constant, ...c] = minimax(fixedAsin, fixed, ONE >> 9n, degree, false);
  return Float64Array.of(x, head, toDouble((constant as bigint) - fromDouble(head)), ...c.map(toDouble));
}

let roots: Float64Array | undefined;

/** 1 / sqrt in [1/2, 2) at the middle of 64 intervals to each power of two, to 14 decimals. */
function inverseRoots(): Float64Array {
  return Float64Array.from({ length: 128 }, (_, i) => {
    const middle = (129 + 2 * (i & 63)) / (i < 64 ? 256 : 128);
    return Number((1 / Math.sqrt(middle)).toFixed(14));
  });
}

let rootHead = 0;

/** For z <= 1/64: sqrt(z) roughly, but exact to the bits that `rootHead + rootTail` then need. */
function root(z: number): { c: number; t: number } {
  roots ??= inverseRoots();
  const k = highWord(z);
  let t = (roots[(k & 0x1fffff) >> 14] as number) * 2 ** (511 - (k >> 21));
  const r = fma(-(t * t), z, 1);
  t *= fma(r, fma(r, fma(r, RT3, RT2), RT1), RT0);
  const c = t * z;
  return { c, t: c * fma(-(0.5 * t), c, 1.5) };
}

/** sqrt(z) is `rootHead` plus what is returned. */
function rootTail(z: number, y: number, t: number): number {
  rootHead = y;
  return fma(-y, y, z) / (t + y);
}

export function asin(x: number): number {
  const a = Math.abs(x);
  if (a < 2 ** -26) return x;
  if (a < 0.125) {
    const x2 = x * x;
    return fma(smallAsin(x2), x2 * x, x);
  }
  if (a < STEEP) {
    const tail = asinTail(a);
    return copySign(asinHead + tail, x);
  }
  if (a < 1) {
    const z = 0.5 * (1 - a);
    const { c, t } = root(z);
    const cc = rootTail(z, c + 16777216 - 16777216, t);
    const y = rootHead;
    const p = smallAsin(z) * z;
    const cor = fma(-2 * (y + cc), p, fma(-2, cc, HALF_PI_LOW));
    return copySign(HALF_PI - 2 * y + cor, x);
  }
  return a === 1 ? copySign(HALF_PI, x) : Number.NaN;
}

export function acos(x: number): number {
  const a = Math.abs(x);
  if (a < fromWords(0x3c880000, 0)) return HALF_PI;
  if (a < 0.125) {
    const x2 = x * x;
    const r = HALF_PI - x;
    return r + fma(-smallAsin(x2), x2 * x, HALF_PI - r - x + HALF_PI_LOW);
  }
  if (a < STEEP) {
    const tail = asinTail(a);
    return x > 0 ? HALF_PI - asinHead + (HALF_PI_LOW - tail) : HALF_PI + asinHead + (HALF_PI_LOW + tail);
  }
  if (a < 1) {
    const z = 0.5 * (1 - a);
    const { c, t } = root(z);
    const cc = rootTail(z, fma(134217728, c, c) - 134217728 * c, t);
    const y = rootHead;
    // Both ways need the product, so the compiler has it made before, and rounded.
    const p = smallAsin(z) * z * (y + cc);
    const half = x < 0 ? HALF_PI - y + (HALF_PI_LOW - cc - p) : y + (cc + p);
    return half + half;
  }
  return x === 1 ? 0 : x === -1 ? PI : Number.NaN;
}
